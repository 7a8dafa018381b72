package dev.realtime.cli;

import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Payload;
import java.util.Base64;
import java.util.StringJoiner;

/** A message or a gap as one line of JSON. */
final class MessageLine {
  private MessageLine() {}

  /** A message; JSON stands in {@code data} as it was published. */
  static String of(Message<Payload> message) {
    StringJoiner line = new StringJoiner(",", "{", "}");
    line.add("\"position\":" + Json.string(message.position().toString()));
    line.add("\"key\":" + Json.string(message.key()));
    line.add("\"type\":" + Json.string(message.type()));
    if (!message.headers().isEmpty()) {
      StringJoiner headers = new StringJoiner(",", "{", "}");
      message.headers().forEach((n, v) -> headers.add(Json.string(n) + ":" + Json.string(v)));
      line.add("\"headers\":" + headers);
    }
    Payload data = message.data();
    if (data.isJson()) {
      line.add("\"data\":" + data.toText());
    } else if (data.isText()) {
      line.add("\"text\":" + Json.string(data.toText()));
    } else {
      line.add("\"contentType\":" + Json.string(data.contentType()));
      line.add("\"base64\":\"" + Base64.getEncoder().encodeToString(data.toByteArray()) + '"');
    }
    return line.toString();
  }

  /** A gap; {@code from} and {@code to} are absent where they are unknown. */
  static String of(Gap gap) {
    String range = gap.count() == 0 ? "" : ",\"from\":" + gap.from() + ",\"to\":" + gap.to();
    return "{\"gap\":{\"reason\":%s,\"after\":%s%s,\"resume\":%s}}"
        .formatted(
            Json.string(gap.reason().wireName()),
            Json.string(gap.after().toString()),
            range,
            Json.string(gap.resume().toString()));
  }
}
