package dev.realtime.core.wire;

import dev.realtime.Position;
import dev.realtime.spi.AppendResult.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of all frames of a server, in whatever order they come. */
final class ServerFrameReader {
  private final BatchReader batch = new BatchReader();
  private final List<Run> runs = new ArrayList<>();
  private String op = "";
  private String channel = "";
  private String ref = "";
  private String code = "";
  private Position position = Position.ORIGIN;
  private Position head = Position.ORIGIN;
  private Map<String, Position> heads = Map.of();
  private final Problem.ProblemReader problem = new Problem.ProblemReader();
  private long heartbeatMillis;
  private long maxPayloadBytes;
  private long maxFrameBytes;
  private long retryAfterMillis;

  void read(String name, JsonReader value) {
    switch (name) {
      case "op" -> op = value.string();
      case "ref" -> ref = value.string();
      case "code" -> code = value.string();
      case "channel" -> channel = value.string();
      case "position" -> position = BatchReader.position(value.string());
      case "head" -> head = BatchReader.position(value.string());
      case "heads" -> heads = ServerFrame.heads(value);
      case "receipts" -> PublishCodec.readRuns(value, runs);
      case "problem" -> value.object(field -> problem.read(field, value));
      case "heartbeatMillis" -> heartbeatMillis = value.number();
      case "maxPayloadBytes" -> maxPayloadBytes = value.number();
      case "maxFrameBytes" -> maxFrameBytes = value.number();
      case "retryAfterMillis" -> retryAfterMillis = value.number();
      default -> batch.read(name, value);
    }
  }

  /** Whether what was read so far says that this is a batch and of which channel. */
  boolean isBatchOfAChannel() {
    return op.equals("batch") && !channel.isEmpty();
  }

  String channel() {
    return channel;
  }

  Optional<ServerFrame> frame() {
    return Optional.ofNullable(
        switch (op) {
          case "hello" -> new ServerFrame.Hello(heartbeatMillis, maxPayloadBytes, maxFrameBytes);
          case "subscribed" -> new ServerFrame.Subscribed(channel, position, head);
          case "batch" -> new ServerFrame.Delivery(batch.batch(channel, head));
          case "published" -> new ServerFrame.Published(ref, channel, runs);
          case "heartbeat" -> new ServerFrame.Heartbeat(heads);
          case "error" -> new ServerFrame.Failure(ref, channel, problem.problem());
          case "end" -> new ServerFrame.End(channel, code);
          case "bye" -> new ServerFrame.Bye(code, retryAfterMillis);
          case "pong" -> new ServerFrame.Pong();
          default -> null;
        });
  }
}
