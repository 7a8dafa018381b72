package dev.realtime.core.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.realtime.ErrorCode;
import dev.realtime.Payload;
import dev.realtime.RejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A JSON text read field by field, where raw values keep their bytes. What is not JSON, exceeds a
 * limit or has the wrong type is a {@link RejectedException} of {@link ErrorCode#BAD_REQUEST}.
 *
 * <p>Confined to one thread.
 */
public final class JsonReader {
  private static final int MAX_DEPTH = 64;

  /** A batch, an entry and its place in a list stand around a payload. */
  private static final int DEPTH_AROUND = 8;

  /** What payloads are read with. */
  static final JsonFactory PAYLOAD = strict(MAX_DEPTH);

  /** What has payloads in it. */
  private static final JsonFactory ENVELOPE = strict(MAX_DEPTH + DEPTH_AROUND);

  private static final int LARGEST_CODE_UNIT = 4;

  /** Names of switches, of types and of places inside the parser. */
  private static final Pattern PARSER_TALK =
      Pattern.compile(
          " \\([^()]*\\[Source: .*"
              + "|[,:] (?:enable|from) `[^`]*`(?: to allow)?"
              + "|: maybe a \\(non-standard\\) comment\\?.*"
              + "| in (?:null|VALUE_\\w+)"
              + "| \\(code (?:0x)?[0-9a-f]+\\)"
              + "| \\(MIME-NO-LINEFEEDS\\)"
              + "| VALUE_\\w+| \\(VALUE_\\w+\\)");

  private final byte[] source;
  private final JsonParser parser;

  /** Numbers of 100 digits, names of 1,000 characters, strings as long as the text. */
  private static JsonFactory strict(int depth) {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxNumberLength(100)
                .maxNameLength(1_000)
                .maxStringLength(32 << 20)
                .maxDocumentLength(64L << 20)
                .build())
        .build();
  }

  private JsonReader(byte[] source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /** Reads one object that is the whole text; {@code field} is called for each of its fields. */
  public static void readObject(byte[] json, FieldReader field) {
    readObject(
        json,
        field,
        wrong -> {
          throw wrong;
        });
  }

  /**
   * Reads one object that is the whole text, also where a field is not what was asked for.
   *
   * @param wrong takes what is wrong about a field; the next fields are read
   */
  static void readObject(byte[] json, FieldReader field, Consumer<RejectedException> wrong) {
    requireUtf8(json);
    try (JsonParser parser = ENVELOPE.createParser(json)) {
      JsonReader reader = new JsonReader(json, parser);
      parser.nextToken();
      reader.object(name -> reader.field(name, field, wrong));
      if (parser.nextToken() != null) {
        throw malformed("there is more after the object");
      }
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /**
   * Refuses what begins with a byte order mark or as UTF-16 and UTF-32 do, which the parser would
   * read. JSON begins with ASCII and has no 0 in it, so among its first bytes they have one.
   *
   * @throws RejectedException bad-request
   */
  static void requireUtf8(byte[] json) {
    boolean other = begins(json, 0xef, 0xbb, 0xbf) || begins(json, 0xfe, 0xff);
    other |= begins(json, 0xff, 0xfe);
    for (int i = 0; i < Math.min(LARGEST_CODE_UNIT, json.length); i++) {
      other |= json[i] == 0 && json.length > 1;
    }
    if (other) {
      throw malformed("this is not JSON: JSON is UTF-8 without a byte order mark");
    }
  }

  private static boolean begins(byte[] json, int... mark) {
    boolean same = json.length >= mark.length;
    for (int i = 0; same && i < mark.length; i++) {
      same = (json[i] & 0xff) == mark[i];
    }
    return same;
  }

  private void field(String name, FieldReader field, Consumer<RejectedException> wrong) {
    JsonStreamContext object = parser.getParsingContext();
    JsonStreamContext around = parser.currentToken().isStructStart() ? object.getParent() : object;
    try {
      field.read(name, this);
    } catch (RejectedException e) {
      if (e.getCause() instanceof IOException) {
        throw e;
      }
      wrong.accept(e);
      leave(around);
    }
  }

  /** Goes on to the end of what stands in an object or array. */
  private void leave(JsonStreamContext around) {
    try {
      while (parser.getParsingContext() != around) {
        parser.nextToken();
      }
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** Takes the value of one field from the reader, or leaves it to be skipped. */
  @FunctionalInterface
  public interface FieldReader {
    void read(String name, JsonReader value);
  }

  /** Reads the object at which the reader stands; a value that is not taken is skipped. */
  public void object(Consumer<String> field) {
    try {
      expect(JsonToken.START_OBJECT, "an object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        field.accept(name);
        parser.skipChildren();
      }
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** Reads the array at which the reader stands. */
  public void array(Runnable element) {
    try {
      expect(JsonToken.START_ARRAY, "an array");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        element.run();
        parser.skipChildren();
      }
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  public String string() {
    try {
      expect(JsonToken.VALUE_STRING, "a string");
      return whole(parser.getText());
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  private String whole(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
          throw malformed("'" + parser.currentName() + "' has half of a surrogate pair");
        }
        return text;
      }
    }
    return text;
  }

  /** A string, or a number or a truth value as it is written. */
  public String scalar() {
    try {
      if (!parser.currentToken().isScalarValue()) {
        throw malformed("'" + parser.currentName() + "' is not a simple value");
      }
      return parser.getText();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  public long number() {
    try {
      expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
      return parser.getLongValue();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  public boolean bool() {
    try {
      return parser.getBooleanValue();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** The bytes of the value, as they are. */
  public byte[] raw() {
    try {
      int from = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      int to = (int) parser.currentLocation().getByteOffset();
      return Arrays.copyOfRange(source, from, to);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** A payload of base64. */
  public Payload base64(String contentType) {
    try {
      expect(JsonToken.VALUE_STRING, "a string");
      byte[] bytes = parser.getBinaryValue();
      return Payload.wrap(bytes, 0, bytes.length, contentType);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  private void expect(JsonToken token, String what) throws IOException {
    if (parser.currentToken() != token) {
      String name = parser.currentName();
      throw malformed((name == null ? "the text" : "'" + name + "'") + " is not " + what);
    }
  }

  /** The failure of a text that is JSON and not what was asked for. */
  public static RejectedException malformed(String why) {
    return new RejectedException(ErrorCode.BAD_REQUEST, why);
  }

  static RejectedException malformed(IOException e) {
    String why = e instanceof JsonProcessingException parse ? explain(parse) : e.getMessage();
    return new RejectedException(ErrorCode.BAD_REQUEST, "this is not JSON: " + why, e);
  }

  /** What is wrong and where, without advice to whoever configures the parser. */
  private static String explain(JsonProcessingException e) {
    String what = PARSER_TALK.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
    JsonLocation at = e.getLocation();
    return at == null
        ? what
        : what + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }
}
