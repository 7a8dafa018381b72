package dev.realtime.core.wire;

import dev.realtime.Gap;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The JSON object of a batch, in one line. */
final class BatchWriter {
  private BatchWriter() {}

  static void write(Batch batch, JsonWriter out) {
    writeFields(batch, true, Optional.empty(), out.raw("{"));
  }

  /**
   * Writes what stands between the opening brace and the end of the object.
   *
   * @param head whether the position of the log is written, with which the bytes depend on when
   * @param deadLetter the entry that the gap tells of
   */
  static void writeFields(Batch batch, boolean head, Optional<String> deadLetter, JsonWriter out) {
    out.raw("\"channel\":").string(batch.channel());
    out.raw(",\"previous\":\"").raw(batch.previous().toString());
    out.raw("\",\"last\":\"").raw(batch.last().toString()).raw("\"");
    if (head) {
      out.raw(",\"head\":\"").raw(batch.head().toString()).raw("\"");
    }
    batch.gap().ifPresent(gap -> write(gap, deadLetter, out));
    out.raw(",\"entries\":[");
    writeEntries(batch, out);
    out.raw("]}");
  }

  private static void writeEntries(Batch batch, JsonWriter out) {
    String separator = "";
    for (ByteBuffer piece : batch.json()) {
      out.raw(separator).bytes(piece);
      separator = ",";
    }
    if (batch.json().isEmpty()) {
      for (Entry entry : batch.entries()) {
        EntryWriter.write(entry, out.raw(separator));
        separator = ",";
      }
    }
  }

  private static void write(Gap gap, Optional<String> deadLetter, JsonWriter out) {
    out.raw(",\"gap\":{\"after\":\"").raw(gap.after().toString()).raw("\"");
    if (gap.reason() != Gap.Reason.RESET) {
      out.raw(",\"from\":").number(gap.from()).raw(",\"to\":").number(gap.to());
    }
    out.raw(",\"reason\":\"").raw(gap.reason().wireName()).raw("\"");
    deadLetter.ifPresent(id -> out.raw(",\"deadLetter\":").string(id));
    out.raw("}");
  }
}
