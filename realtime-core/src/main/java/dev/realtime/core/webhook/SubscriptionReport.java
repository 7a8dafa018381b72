package dev.realtime.core.webhook;

import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.core.wire.JsonReader;

/**
 * What a server tells of a subscription, as far as its receiver needs it.
 *
 * @param reason why it is in its state, empty if there is nothing to say
 * @param position after which it delivers
 */
public record SubscriptionReport(String id, WebhookState state, String reason, Position position) {
  /**
   * Reads a record of a server. Unknown fields are ignored; a state that is not known is taken for
   * one that delivers.
   *
   * @throws RejectedException bad-request if it is no record
   */
  public static SubscriptionReport parse(byte[] json) {
    Fields fields = new Fields();
    JsonReader.readObject(json, fields::read);
    if (fields.id.isEmpty()) {
      throw JsonReader.malformed("a webhook subscription has no 'id'");
    }
    return new SubscriptionReport(
        fields.id,
        WebhookState.ofWireName(fields.state).orElse(WebhookState.ACTIVE),
        fields.reason,
        position(fields.position));
  }

  private static Position position(String text) {
    try {
      return Position.parse(text);
    } catch (IllegalArgumentException e) {
      throw JsonReader.malformed("a webhook subscription has no 'position': " + e.getMessage());
    }
  }

  /**
   * Whether nothing comes any more unless somebody sees to it: the server gave up. What its owner
   * paused goes on when the owner wants it.
   */
  public boolean isGivenUp() {
    return switch (state) {
      case ACTIVE, THROTTLED -> false;
      case PENDING -> !reason.isEmpty();
      case PAUSED -> !reason.equals(WebhookState.BY_OWNER);
      case DISABLED, GONE -> true;
    };
  }

  private static final class Fields {
    private String id = "";
    private String state = "";
    private String reason = "";
    private String position = "";

    void read(String name, JsonReader value) {
      switch (name) {
        case "id" -> id = value.string();
        case "state" -> state = value.string();
        case "reason" -> reason = value.string();
        case "position" -> position = value.string();
        default -> {}
      }
    }
  }
}
