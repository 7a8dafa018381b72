package dev.realtime.cli;

import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.RealtimeException;
import dev.realtime.Receipt;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The events of one process, appended as lines of JSON that a checker reads together with those of
 * others. Each line is one write, so that processes can share a file and a kill cuts the last line
 * at most. Times are those of the monotonic clock, which the processes of one machine share.
 *
 * <p>Thread-safe.
 */
final class HistoryFile implements AutoCloseable {
  private final FileChannel file;

  private HistoryFile(FileChannel file) {
    this.file = file;
  }

  static HistoryFile open(Path path) {
    try {
      return new HistoryFile(
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The history cannot be written: "
              + e
              + ". --history takes a file in a directory that exists and may be written to.");
    }
  }

  /**
   * The greatest n of the operations {@code <producer>-<n>} that a file has, 0 if there is none. A
   * producer that comes again counts on from it, so that no two of its messages have the same name.
   */
  static long lastNumber(Path path, String producer) {
    if (!Files.exists(path)) {
      return 0;
    }
    String mark = "\"op\":\"" + producer + "-";
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith("{\"e\":\"pub_call\"") && line.contains(mark))
          .map(line -> line.substring(line.indexOf(mark) + mark.length()).split("\"", 2)[0])
          .filter(n -> n.matches("\\d{1,18}"))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "The history cannot be read: " + e + ". Give another file.");
    }
  }

  void publishCall(String op, String producer, String channel, String mid) {
    write(
        "pub_call",
        ",\"op\":%s,\"pub\":%s,\"ch\":%s,\"mid\":%s"
            .formatted(
                Json.string(op), Json.string(producer), Json.string(channel), Json.string(mid)));
  }

  void publishAcknowledged(String op, Receipt receipt) {
    write(
        "pub_ack",
        ",\"op\":%s%s%s"
            .formatted(
                Json.string(op),
                place(receipt.position()),
                receipt.duplicate() ? ",\"dup\":true" : ""));
  }

  /** A publish that failed; only what is known not to be stored is definite. */
  void publishFailed(String op, Throwable cause) {
    boolean definite =
        cause instanceof RealtimeException
            && !(cause instanceof UnavailableException later && later.outcomeUnknown());
    String code =
        cause instanceof RealtimeException known
            ? ",\"code\":" + Json.string(known.code().wireName())
            : "";
    write("pub_fail", ",\"op\":%s,\"definite\":%s%s".formatted(Json.string(op), definite, code));
  }

  void started(String sub, String channel, Start from) {
    String place =
        from instanceof Start.After after
            ? "{" + place(after.position()).substring(1) + "}"
            : Json.string(from.toString());
    write(
        "sub_start",
        ",\"sub\":%s,\"ch\":%s,\"from\":%s"
            .formatted(Json.string(sub), Json.string(channel), place));
  }

  void ready(String sub, Position at) {
    write("sub_ready", ",\"sub\":" + Json.string(sub) + place(at));
  }

  void connected(String sub, Transport transport, Position at) {
    write(
        "conn",
        ",\"sub\":%s,\"transport\":%s,\"cursor\":%s"
            .formatted(
                Json.string(sub), Json.string(transport.configName()), Json.string(at.toString())));
  }

  void disconnected(String sub, Transport transport) {
    write(
        "disc",
        ",\"sub\":%s,\"transport\":%s"
            .formatted(Json.string(sub), Json.string(transport.configName())));
  }

  void delivered(String sub, Message<Payload> message) {
    write(
        "deliver",
        ",\"sub\":%s,\"ch\":%s%s,\"mid\":%s"
            .formatted(
                Json.string(sub),
                Json.string(message.channel()),
                place(message.position()),
                Json.string(mid(message))));
  }

  /** What the payload says; else the name that a publish without one has in its history. */
  private static String mid(Message<Payload> message) {
    return Json.mid(message.data())
        .or(() -> message.id().map(id -> id.producer() + "-" + id.sequence()))
        .orElse("");
  }

  void gap(String sub, Gap gap) {
    String range = gap.count() == 0 ? "" : ",\"from\":" + gap.from() + ",\"to\":" + gap.to();
    write(
        "gap",
        ",\"sub\":%s%s,\"resume\":%s,\"reason\":%s"
            .formatted(
                Json.string(sub),
                range,
                Json.string(gap.resume().toString()),
                Json.string(gap.reason().wireName())));
  }

  void ended(String sub, boolean complete) {
    write("sub_end", ",\"sub\":%s,\"complete\":%s".formatted(Json.string(sub), complete));
  }

  private static String place(Position position) {
    return ",\"epoch\":%s,\"off\":%d".formatted(Json.string(position.epoch()), position.offset());
  }

  private synchronized void write(String event, String fields) {
    String line = "{\"e\":\"%s\",\"t\":%d%s}\n".formatted(event, System.nanoTime(), fields);
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    try {
      file.write(bytes);
      if (bytes.hasRemaining()) {
        throw new IOException("a line was cut");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the history cannot be written", e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the history cannot be closed", e);
    }
  }
}
