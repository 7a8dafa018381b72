package dev.realtime.testkit.tck;

import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.RejectedException;
import dev.realtime.core.wire.Envelope;
import dev.realtime.spi.Append;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Entry;
import dev.realtime.spi.NewEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What tests of transports put into a log and read there. */
final class TransportEntries {
  private TransportEntries() {}

  /** Appends entries whose data are the JSON texts of their offsets; the position of the last. */
  static Position append(ChannelLog log, int count) {
    long head = head(log).offset();
    List<NewEntry> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(entry("\"" + (head + i) + "\""));
    }
    join(log.append(Append.anonymous(entries)));
    return head(log);
  }

  /** Appends one entry of each kind that a transport could damage. */
  static int appendOfEachKind(ChannelLog log) {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    PublishOptions rich =
        PublishOptions.defaults()
            .withKey("käse \"1\"")
            .withType("a.b-c_d")
            .withHeader("second", "2 ☃")
            .withHeader("first", "\\");
    List<NewEntry> entries =
        List.of(
            entry("{ \"a\" : [1.50, 1e3, null, \"\\u0000\\n☃𝄞\"] }"),
            new NewEntry(Payload.json("\"rich\""), rich),
            new NewEntry(
                Payload.of("\"\\\u0001\r\n\u2028 <>&'☃𝄞", "text/plain"),
                PublishOptions.defaults()),
            new NewEntry(Payload.of("", "text/plain"), PublishOptions.defaults()),
            new NewEntry(Payload.of(bytes, "application/x-bytes"), PublishOptions.defaults()),
            new NewEntry(Payload.of(new byte[0], "image/png"), PublishOptions.defaults()),
            entry("\"" + "x".repeat(60_000) + "\""));
    join(log.append(Append.of("", new MessageId("p7", 1), entries)));
    join(log.append(Append.anonymous(List.of(entry("0")))));
    return entries.size() + 1;
  }

  /** Appends entries of 60,000 bytes at once. */
  static void appendLarge(ChannelLog log, int count) {
    NewEntry large = entry("\"" + "x".repeat(60_000 - 2) + "\"");
    join(log.append(Append.anonymous(Collections.nCopies(count, large))));
  }

  static NewEntry entry(String json) {
    return new NewEntry(Payload.json(json), PublishOptions.defaults());
  }

  static Position head(ChannelLog log) {
    return join(log.bounds()).head();
  }

  /** All entries of a log. */
  static List<Entry> all(ChannelLog log) {
    return join(log.read(Position.ORIGIN, Integer.MAX_VALUE, Integer.MAX_VALUE)).entries();
  }

  /** The batch that a text is; fails if it is none, or more than one. */
  static Batch decode(String json, String channel) {
    try {
      return Envelope.decode(json.getBytes(StandardCharsets.UTF_8), channel);
    } catch (RejectedException e) {
      throw new AssertionError("not one whole batch: " + json + ": " + e.getMessage(), e);
    }
  }

  static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
