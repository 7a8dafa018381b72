package dev.realtime.core.wire;

import dev.realtime.Payload;
import dev.realtime.spi.Entry;
import dev.realtime.spi.NewEntry;
import java.util.Map;

/** The JSON of entries, stored and new; it does not depend on who reads it. */
public final class EntryWriter {
  private EntryWriter() {}

  /** Appends a stored entry; its payload comes last. */
  public static void write(Entry entry, JsonWriter out) {
    out.raw("{\"offset\":").number(entry.offset());
    out.raw(",\"time\":").number(entry.timeMillis()).raw(",");
    entry.id().ifPresent(id -> out.raw("\"id\":").string(id.toString()).raw(","));
    writeContent(entry.type(), entry.key(), entry.headers(), entry.payload(), out);
    out.raw("}");
  }

  static void write(NewEntry entry, JsonWriter out) {
    out.raw("{");
    writeContent(
        entry.options().type(),
        entry.options().key(),
        entry.options().headers(),
        entry.payload(),
        out);
    out.raw("}");
  }

  private static void writeContent(
      String type, String key, Map<String, String> headers, Payload payload, JsonWriter out) {
    if (!type.isEmpty()) {
      out.raw("\"type\":").string(type).raw(",");
    }
    if (!key.isEmpty()) {
      out.raw("\"key\":").string(key).raw(",");
    }
    if (!headers.isEmpty()) {
      writeHeaders(headers, out);
    }
    if (!payload.contentType().equals(Payload.JSON)) {
      out.raw("\"contentType\":").string(payload.contentType()).raw(",");
    }
    if (payload.isJson()) {
      out.raw("\"data\":").json(payload);
    } else if (payload.isText()) {
      out.raw("\"text\":").text(payload);
    } else {
      out.raw("\"base64\":").base64(payload);
    }
  }

  private static void writeHeaders(Map<String, String> headers, JsonWriter out) {
    String separator = "\"headers\":{";
    for (Map.Entry<String, String> header : headers.entrySet()) {
      out.raw(separator).string(header.getKey()).raw(":").string(header.getValue());
      separator = ",";
    }
    out.raw("},");
  }
}
