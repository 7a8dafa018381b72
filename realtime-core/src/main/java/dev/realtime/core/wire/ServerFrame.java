package dev.realtime.core.wire;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.Batch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a server says on a socket (docs/wire.md). */
public sealed interface ServerFrame {
  /** The first frame of a connection. */
  record Hello(long heartbeatMillis, long maxPayloadBytes, long maxFrameBytes)
      implements ServerFrame {}

  /** Batches of the channel follow, beginning after {@code position}. */
  record Subscribed(String channel, Position position, Position head) implements ServerFrame {}

  /** A batch. */
  record Delivery(Batch batch) implements ServerFrame {}

  /** A batch that cannot be read, of a channel that can. */
  record Unreadable(String channel, RejectedException why) implements ServerFrame {}

  /** The messages of the publish {@code ref} are stored. */
  record Published(String ref, String channel, List<Run> runs) implements ServerFrame {}

  /** The heads of the channels subscribed. */
  record Heartbeat(Map<String, Position> heads) implements ServerFrame {}

  /** What was asked for failed; the connection stays. */
  record Failure(String ref, String channel, Problem problem) implements ServerFrame {}

  /** No more of the channel comes. */
  record End(String channel, String code) implements ServerFrame {}

  /** The server is about to close the connection. */
  record Bye(String code, long retryAfterMillis) implements ServerFrame {}

  /** The answer to a ping. */
  record Pong() implements ServerFrame {}

  /** The JSON of a hello. */
  static byte[] hello(long heartbeatMillis, long maxPayloadBytes, long maxFrameBytes) {
    return new JsonWriter(160)
        .raw("{\"op\":\"hello\",\"heartbeatMillis\":")
        .number(heartbeatMillis)
        .raw(",\"maxPayloadBytes\":")
        .number(maxPayloadBytes)
        .raw(",\"maxFrameBytes\":")
        .number(maxFrameBytes)
        .raw(",\"server\":\"realtime\"}")
        .toByteArray();
  }

  /** The JSON of a subscribed. */
  static byte[] subscribed(String channel, Position position, Position head) {
    return new JsonWriter(160)
        .raw("{\"op\":\"subscribed\",\"channel\":")
        .string(channel)
        .raw(",\"position\":")
        .string(position.toString())
        .raw(",\"head\":")
        .string(head.toString())
        .raw("}")
        .toByteArray();
  }

  /** The JSON of a published. */
  static byte[] published(String ref, String channel, List<Run> runs) {
    JsonWriter out = new JsonWriter(256).raw("{\"op\":\"published\",\"ref\":").string(ref).raw(",");
    PublishCodec.writeReceipts(channel, runs, out);
    return out.raw("}").toByteArray();
  }

  /** The JSON of a heartbeat. */
  static byte[] heartbeat(Map<String, Position> heads) {
    JsonWriter out = new JsonWriter(128).raw("{\"op\":\"heartbeat\",\"heads\":{");
    String separator = "";
    for (Map.Entry<String, Position> head : heads.entrySet()) {
      out.raw(separator).string(head.getKey()).raw(":").string(head.getValue().toString());
      separator = ",";
    }
    return out.raw("}}").toByteArray();
  }

  /** The JSON of an error; an empty ref or channel is left out. */
  static byte[] failure(String ref, String channel, Problem problem) {
    JsonWriter out = new JsonWriter(256).raw("{\"op\":\"error\"");
    if (!ref.isEmpty()) {
      out.raw(",\"ref\":").string(ref);
    }
    if (!channel.isEmpty()) {
      out.raw(",\"channel\":").string(channel);
    }
    problem.write(out.raw(",\"problem\":"));
    return out.raw("}").toByteArray();
  }

  /** The JSON of an end. */
  static byte[] end(String channel, ErrorCode code) {
    return new JsonWriter(128)
        .raw("{\"op\":\"end\",\"channel\":")
        .string(channel)
        .raw(",\"code\":")
        .string(code.wireName())
        .raw("}")
        .toByteArray();
  }

  /** The JSON of a bye. */
  static byte[] bye(ErrorCode code, long retryAfterMillis) {
    return new JsonWriter(128)
        .raw("{\"op\":\"bye\",\"code\":")
        .string(code.wireName())
        .raw(",\"retryAfterMillis\":")
        .number(retryAfterMillis)
        .raw("}")
        .toByteArray();
  }

  /** The JSON of a pong. */
  static byte[] pong() {
    return new JsonWriter(16).raw("{\"op\":\"pong\"}").toByteArray();
  }

  /**
   * Reads a frame; empty if its op is not known, as from a later version. A batch that is none is
   * {@link Unreadable} if it says of which channel, so that the others of the socket go on.
   *
   * @throws RejectedException bad-request if this is no frame
   */
  static Optional<ServerFrame> decode(byte[] json) {
    ServerFrameReader fields = new ServerFrameReader();
    try {
      JsonReader.readObject(json, fields::read);
      return fields.frame();
    } catch (RejectedException e) {
      if (!fields.isBatchOfAChannel()) {
        throw e;
      }
      return Optional.of(new Unreadable(fields.channel(), e));
    }
  }

  /** Heads in the order of the frame. */
  static Map<String, Position> heads(JsonReader value) {
    Map<String, Position> heads = new LinkedHashMap<>();
    value.object(channel -> heads.put(channel, BatchReader.position(value.string())));
    return heads;
  }
}
