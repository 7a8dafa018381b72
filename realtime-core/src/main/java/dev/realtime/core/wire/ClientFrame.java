package dev.realtime.core.wire;

import dev.realtime.MessageId;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.spi.NewEntry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client says on a socket (docs/wire.md). */
public sealed interface ClientFrame {
  /**
   * Deliver what follows {@code after}.
   *
   * @param after a position, {@code earliest}, {@code latest} or {@code -N}; empty is latest
   * @param window how many batches may be unacknowledged, 0 = without limit
   */
  record Subscribe(String channel, String after, int window) implements ClientFrame {}

  /** Deliver no more of the channel. */
  record Unsubscribe(String channel) implements ClientFrame {}

  /** Append messages; {@code ref} comes back in the answer. */
  record Publish(String ref, String channel, PublishCodec.Messages messages)
      implements ClientFrame {}

  /** The batch that ends at {@code position} and all before it are handled. */
  record Ack(String channel, Position position) implements ClientFrame {}

  /** A new bearer token. */
  record Token(String token) implements ClientFrame {
    @Override
    public String toString() {
      return "Token[***]";
    }
  }

  /** Answer with a pong. */
  record Ping() implements ClientFrame {}

  /**
   * A wrong frame; ref and channel as far as they could be read, so that the answer finds its way.
   *
   * @param hasOp whether it is a JSON object with an op, so that the connection may go on
   */
  record Malformed(boolean hasOp, String ref, String channel, RejectedException why)
      implements ClientFrame {}

  /** The JSON of a subscribe. */
  static byte[] subscribe(String channel, String after, int window) {
    JsonWriter out = new JsonWriter(128).raw("{\"op\":\"subscribe\",\"channel\":").string(channel);
    out.raw(",\"after\":").string(after);
    return out.raw(",\"window\":").number(window).raw("}").toByteArray();
  }

  /** The JSON of an unsubscribe. */
  static byte[] unsubscribe(String channel) {
    return new JsonWriter(128)
        .raw("{\"op\":\"unsubscribe\",\"channel\":")
        .string(channel)
        .raw("}")
        .toByteArray();
  }

  /** The JSON of an ack. */
  static byte[] ack(String channel, Position position) {
    return new JsonWriter(128)
        .raw("{\"op\":\"ack\",\"channel\":")
        .string(channel)
        .raw(",\"position\":")
        .string(position.toString())
        .raw("}")
        .toByteArray();
  }

  /** The JSON of a publish. */
  static byte[] publish(String ref, String channel, MessageId first, List<NewEntry> messages) {
    JsonWriter out = new JsonWriter(PublishCodec.estimate(messages));
    out.raw("{\"op\":\"publish\",\"ref\":").string(ref);
    out.raw(",\"channel\":").string(channel).raw(",");
    PublishCodec.writeFields(first, messages, out);
    return out.raw("}").toByteArray();
  }

  /**
   * Reads a frame. Unknown fields are ignored.
   *
   * @param channel the channel of a frame that does not name its own; empty if it must
   * @return {@link Malformed} if this is no frame
   */
  static ClientFrame decode(byte[] json, String channel) {
    Fields fields = new Fields(channel);
    try {
      JsonReader.readObject(json, fields::read, fields::wrong);
    } catch (RejectedException e) {
      return new Malformed(false, "", "", e);
    }
    try {
      return fields.frame();
    } catch (RejectedException e) {
      return new Malformed(fields.op != null, fields.ref, fields.channel, e);
    }
  }

  /** The fields of all frames, in whatever order they come. */
  final class Fields {
    /** What comes back in an answer, ref and channel, is short: a peer may let answers pile up. */
    private static final int MAX_ECHOED = 200;

    private static final int MAX_SHOWN = 40;

    private final PublishCodec.MessagesReader messages = new PublishCodec.MessagesReader();
    private @Nullable String op;
    private String channel;
    private String after = "";
    private String ref = "";
    private String token = "";
    private long window;
    private Optional<Position> position = Optional.empty();
    private @Nullable RejectedException wrong;

    Fields(String channel) {
      this.channel = channel;
    }

    void read(String name, JsonReader value) {
      switch (name) {
        case "op" -> op = value.string();
        case "channel" -> channel = echoed(name, value.string());
        case "after" -> after = value.string();
        case "window" -> window = value.number();
        case "ref" -> ref = echoed(name, value.string());
        case "position" -> position = Optional.of(BatchReader.position(value.string()));
        case "token" -> token = value.string();
        default -> messages.read(name, value);
      }
    }

    private static String echoed(String name, String text) {
      if (text.length() > MAX_ECHOED) {
        throw JsonReader.malformed("'" + name + "' has more than " + MAX_ECHOED + " characters");
      }
      return text;
    }

    /** Keeps the first of what is wrong; what follows may still say whom to tell. */
    void wrong(RejectedException why) {
      if (wrong == null) {
        wrong = why;
      }
    }

    ClientFrame frame() {
      if (wrong != null) {
        throw wrong;
      }
      if (op == null) {
        throw JsonReader.malformed("a frame has no 'op'");
      }
      return switch (op) {
        case "subscribe" -> new Subscribe(channel(), after, window());
        case "unsubscribe" -> new Unsubscribe(channel());
        case "publish" -> new Publish(ref, channel(), messages.messages());
        case "ack" ->
            new Ack(
                channel(),
                position.orElseThrow(() -> JsonReader.malformed("an ack has no 'position'")));
        case "token" -> new Token(token);
        case "ping" -> new Ping();
        default ->
            throw JsonReader.malformed(
                "op '"
                    + shown(op)
                    + "' is none of subscribe, unsubscribe, publish, ack, token and ping");
      };
    }

    private static String shown(String text) {
      return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private String channel() {
      try {
        return ChannelName.check(channel);
      } catch (IllegalArgumentException e) {
        throw JsonReader.malformed(String.valueOf(e.getMessage()));
      }
    }

    private int window() {
      if (window < 0 || window > 1_000) {
        throw JsonReader.malformed("window " + window + " is not in 0..1000");
      }
      return (int) window;
    }
  }
}
