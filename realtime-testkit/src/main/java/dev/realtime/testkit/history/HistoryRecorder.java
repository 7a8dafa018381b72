package dev.realtime.testkit.history;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.Start;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A writer of what happens in a run to a history file, one JSON line for each event. A line is
 * appended by one write, so a killed process leaves whole lines and at most one cut one, the last.
 *
 * <p>A file has one writer at a time; a run of several processes writes several files. Each event
 * takes its time when its method is called: call {@link #pubCall} before the bytes leave, and
 * {@link #pubAck} after the answer came.
 *
 * <p>Thread-safe. Not closed, it leaks a file handle; nothing is buffered. Every method throws
 * {@link UncheckedIOException} if the line cannot be written.
 */
public final class HistoryRecorder implements AutoCloseable {
  private final FileOutputStream out;
  private final LongSupplier clock;

  private HistoryRecorder(FileOutputStream out, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
  }

  /** A recorder with the clock that all processes of a machine share, {@link System#nanoTime}. */
  public static HistoryRecorder to(Path file) {
    return to(file, System::nanoTime);
  }

  /**
   * A recorder that appends to a file or makes it. A last line that a killed process left cut is
   * removed.
   *
   * @param clock nanoseconds that never go back
   */
  public static HistoryRecorder to(Path file, LongSupplier clock) {
    try {
      removeCutLine(file);
      return new HistoryRecorder(new FileOutputStream(file.toFile(), true), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends an event as it is, with the time it carries. */
  public void record(HistoryEvent event) {
    record(List.of(event));
  }

  /** Appends events by one write, so that a kill leaves all of them or cuts the file in them. */
  private void record(List<? extends HistoryEvent> events) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    events.forEach(event -> lines.writeBytes(HistoryJson.line(event)));
    try {
      out.write(lines.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The present time of the recorder's clock, for an event given to {@link #record}. */
  public long now() {
    return clock.getAsLong();
  }

  /** A channel whose accepted entries survive a restart of the server. */
  public void durableChannel(String channel) {
    record(new HistoryEvent.ChannelUsed(channel, "durable", null));
  }

  /** A channel whose entries may be lost with the server, in a new epoch. */
  public void memoryChannel(String channel) {
    record(new HistoryEvent.ChannelUsed(channel, "memory", null));
  }

  /** The run made the server lose a log, which goes on in a new epoch. */
  public void epoch(String channel, String epoch, String reason) {
    record(new HistoryEvent.EpochBegun(now(), channel, epoch, reason));
  }

  /** Retention removed what is below an offset. */
  public void trim(String channel, Position first) {
    record(new HistoryEvent.Trimmed(now(), channel, first.epoch(), first.offset()));
  }

  /** The run did harm. */
  public void fault(String what) {
    record(new HistoryEvent.FaultMade(now(), what));
  }

  /** A publisher is about to publish; again with the same op for a retry. */
  public void pubCall(String op, String publisher, String channel, String mid) {
    record(new HistoryEvent.PublishCalled(now(), op, publisher, channel, mid, null, null, null));
  }

  /** A publisher is about to publish a payload of a checksum. */
  public void pubCall(String op, String publisher, String channel, String mid, String sum) {
    record(new HistoryEvent.PublishCalled(now(), op, publisher, channel, mid, null, null, sum));
  }

  /** A publish got a position. */
  public void pubAck(String op, Position position) {
    record(
        new HistoryEvent.PublishAcknowledged(now(), op, position.epoch(), position.offset(), null));
  }

  /** A repeated publish got the position of the first. */
  public void pubAckDuplicate(String op, Position position) {
    record(
        new HistoryEvent.PublishAcknowledged(now(), op, position.epoch(), position.offset(), true));
  }

  /** The server said that it did not append a publish. */
  public void pubRefused(String op, String code) {
    record(new HistoryEvent.PublishFailed(now(), op, true, code));
  }

  /** A publish failed and may have been appended all the same. */
  public void pubUnknown(String op, String code) {
    record(new HistoryEvent.PublishFailed(now(), op, false, code));
  }

  /** An application subscribes. */
  public void subStart(String subscription, String channel, Start from) {
    record(new HistoryEvent.Subscribed(now(), subscription, channel, from));
  }

  /** The position of a subscription's start is known. */
  public void subReady(String subscription, Position start) {
    record(new HistoryEvent.SubscriptionReady(now(), subscription, start.epoch(), start.offset()));
  }

  /** A connection of a subscription was opened. */
  public void conn(String subscription, String transport) {
    record(new HistoryEvent.Connected(now(), subscription, transport, null));
  }

  /** A connection of a subscription was lost. */
  public void disc(String subscription, String transport) {
    record(new HistoryEvent.Disconnected(now(), subscription, transport, null));
  }

  /** A callback got a message. */
  public void deliver(String subscription, String channel, Position position, String mid) {
    record(
        new HistoryEvent.Delivered(
            now(), subscription, channel, position.epoch(), position.offset(), mid, null));
  }

  /** A callback got a message with a payload of a checksum. */
  public void deliver(
      String subscription, String channel, Position position, String mid, String sum) {
    record(
        new HistoryEvent.Delivered(
            now(), subscription, channel, position.epoch(), position.offset(), mid, sum));
  }

  /** A callback got a gap. */
  public void gap(String subscription, Gap gap) {
    boolean known = gap.count() > 0;
    record(
        new HistoryEvent.GapAnnounced(
            now(),
            subscription,
            known ? gap.from() : null,
            known ? gap.to() : null,
            gap.resume().toString(),
            gap.reason().wireName()));
  }

  /** A subscription ended after it had time to reach the head with publishers stopped. */
  public void subEndComplete(String subscription) {
    record(new HistoryEvent.SubscriptionEnded(now(), subscription, true));
  }

  /** A subscription ended before it could be expected to have everything. */
  public void subEndEarly(String subscription) {
    record(new HistoryEvent.SubscriptionEnded(now(), subscription, false));
  }

  /**
   * A webhook receiver is about to answer a request.
   *
   * @param id the {@code webhook-id}
   * @param status what it answers
   * @param body a checksum of the body
   * @param mids the messages by position, in the order of the request
   */
  public void hook(
      String subscription,
      String channel,
      String id,
      int status,
      String body,
      Map<Position, String> mids) {
    hook(subscription, channel, id, status, body, mids, null);
  }

  /** The same for a request that says that it is a replay. */
  public void hookReplay(
      String subscription,
      String channel,
      String id,
      int status,
      String body,
      Map<Position, String> mids) {
    hook(subscription, channel, id, status, body, mids, true);
  }

  private void hook(
      String subscription,
      String channel,
      String id,
      int status,
      String body,
      Map<Position, String> mids,
      @Nullable Boolean replay) {
    long now = now();
    record(
        mids.entrySet().stream()
            .map(
                message ->
                    new HistoryEvent.Hooked(
                        now,
                        subscription,
                        channel,
                        message.getKey().epoch(),
                        message.getKey().offset(),
                        message.getValue(),
                        id,
                        status,
                        null,
                        body,
                        replay))
            .toList());
  }

  /** A webhook sender gave up an entry. */
  public void hookDead(String subscription, String channel, Position position) {
    record(
        new HistoryEvent.HookGivenUp(
            now(), subscription, channel, position.epoch(), position.offset()));
  }

  /** An entry of the final read of a log. */
  public void log(String channel, Position position, String mid) {
    record(new HistoryEvent.Logged(channel, position.epoch(), position.offset(), mid));
  }

  /**
   * The end of the final read of a log.
   *
   * @param first the oldest retained offset
   * @param head the position of the newest entry
   */
  public void logEnd(String channel, long first, Position head) {
    record(new HistoryEvent.LogRead(channel, head.epoch(), first, head.offset()));
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeCutLine(Path file) throws IOException {
    if (!Files.exists(file) || HistoryJson.endsWithLineFeed(file)) {
      return;
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long end = bytes.length();
      do {
        end--;
        bytes.seek(Math.max(0, end - 1));
      } while (end > 0 && bytes.read() != '\n');
      bytes.setLength(end);
    }
  }
}
