package dev.realtime.core.wire;

import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.spi.Batch;

/**
 * The batch as JSON: the body of a poll, the data of an event, a message of a socket
 * (docs/wire.md). Payloads pass through as bytes.
 */
public final class Envelope {
  private Envelope() {}

  /**
   * Reads a batch. Unknown fields are ignored.
   *
   * @param channel the channel of a batch that does not name its own
   * @throws RejectedException if this is no batch
   */
  public static Batch decode(byte[] json, String channel) {
    Fields fields = new Fields(channel);
    JsonReader.readObject(json, fields::read);
    return fields.batch.batch(fields.channel, fields.head);
  }

  private static final class Fields {
    private final BatchReader batch = new BatchReader();
    private String channel;
    private Position head = Position.ORIGIN;

    Fields(String channel) {
      this.channel = channel;
    }

    void read(String name, JsonReader value) {
      switch (name) {
        case "channel" -> channel = value.string();
        case "head" -> head = BatchReader.position(value.string());
        default -> batch.read(name, value);
      }
    }
  }
}
