package dev.realtime.core.wire;

import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that entries and new messages share, in whatever order they come. */
final class ContentReader {
  private String type = "";
  private String key = "";
  private String contentType = "";
  private Map<String, String> headers = Map.of();
  private byte @Nullable [] data;
  private @Nullable String text;
  private @Nullable Payload base64;
  private int forms;

  /** Takes the value if the field is one of the content. */
  void read(String name, JsonReader value) {
    switch (name) {
      case "type" -> type = value.string();
      case "key" -> key = value.string();
      case "contentType" -> contentType = value.string();
      case "headers" -> headers = headers(value);
      case "data" -> {
        data = value.raw();
        forms++;
      }
      case "text" -> {
        text = value.string();
        forms++;
      }
      case "base64" -> {
        base64 = value.base64("application/octet-stream");
        forms++;
      }
      default -> {}
    }
  }

  private static Map<String, String> headers(JsonReader value) {
    Map<String, String> headers = new LinkedHashMap<>();
    value.object(name -> headers.put(name, value.string()));
    return headers;
  }

  Payload payload() {
    if (forms != 1) {
      throw JsonReader.malformed("a message has exactly one of data, text and base64");
    }
    if (text != null) {
      return Payload.of(text, contentTypeOr("text/plain"));
    }
    if (base64 != null) {
      byte[] bytes = base64.toByteArray();
      return Payload.wrap(bytes, 0, bytes.length, contentTypeOr("application/octet-stream"));
    }
    byte[] json = data == null ? "null".getBytes(StandardCharsets.US_ASCII) : data;
    Payload payload = Payload.wrap(json, 0, json.length, contentTypeOr(Payload.JSON));
    if (!payload.isJson()) {
      throw JsonReader.malformed("'data' is JSON, but contentType is " + contentType);
    }
    return payload;
  }

  PublishOptions options() {
    try {
      return type.isEmpty() && key.isEmpty() && headers.isEmpty()
          ? PublishOptions.defaults()
          : new PublishOptions(key, type, headers);
    } catch (IllegalArgumentException e) {
      throw JsonReader.malformed(String.valueOf(e.getMessage()));
    }
  }

  private String contentTypeOr(String standard) {
    return contentType.isEmpty() ? standard : contentType;
  }
}
