package dev.realtime.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.realtime.Payload;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** JSON as the command line reads and writes it. Immutable. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  /** A quoted string. */
  static String string(String value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** An object of strings, in their order. */
  static String object(Map<String, String> fields) {
    StringJoiner object = new StringJoiner(",", "{", "}");
    fields.forEach((name, value) -> object.add(string(name) + ":" + string(value)));
    return object.toString();
  }

  /** What stands for no value at all. */
  static JsonNode nothing() {
    return MissingNode.getInstance();
  }

  /** The one value of a text; empty if it is not JSON. */
  static Optional<JsonNode> read(String text) {
    try {
      JsonNode value = MAPPER.readTree(text);
      return value == null || value.isMissingNode() ? Optional.empty() : Optional.of(value);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The identity that a payload of a judged run carries: its {@code mid}. */
  static Optional<String> mid(Payload payload) {
    return payload.isJson()
        ? read(payload.toText())
            .map(n -> n.path("mid"))
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
        : Optional.empty();
  }
}
