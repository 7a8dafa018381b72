package dev.realtime.core.wire;

import dev.realtime.Position;
import dev.realtime.RejectedException;

/**
 * What the hello, heartbeat and bye events of a stream say; what one does not say is zero, empty or
 * the origin.
 */
public record StreamNotice(
    Position position, Position head, long heartbeatMillis, String code, long retryAfterMillis) {
  /**
   * Reads the data of an event. Unknown fields are ignored.
   *
   * @throws RejectedException bad-request if this is no object of such fields
   */
  public static StreamNotice parse(byte[] json) {
    Fields fields = new Fields();
    JsonReader.readObject(json, fields::read);
    return new StreamNotice(
        fields.position, fields.head, fields.heartbeatMillis, fields.code, fields.retryAfterMillis);
  }

  private static final class Fields {
    private Position position = Position.ORIGIN;
    private Position head = Position.ORIGIN;
    private long heartbeatMillis;
    private String code = "";
    private long retryAfterMillis;

    void read(String name, JsonReader value) {
      switch (name) {
        case "position" -> position = BatchReader.position(value.string());
        case "head" -> head = BatchReader.position(value.string());
        case "heartbeatMillis" -> heartbeatMillis = value.number();
        case "code" -> code = value.string();
        case "retryAfterMillis" -> retryAfterMillis = value.number();
        default -> {}
      }
    }
  }
}
