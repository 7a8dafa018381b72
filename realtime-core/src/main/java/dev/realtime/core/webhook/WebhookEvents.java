package dev.realtime.core.webhook;

import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.core.wire.ChannelName;
import dev.realtime.core.wire.JsonWriter;
import dev.realtime.spi.Append;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.NewEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What happens to webhook subscriptions, as messages of the channel {@code $webhooks}: their type
 * is the kind of event, their key the subscription.
 *
 * <p>Thread-safe.
 */
public final class WebhookEvents {
  /** The channel of the events. */
  public static final String CHANNEL = ChannelName.WEBHOOKS;

  private final ChannelLog log;

  /** Events in a log. */
  WebhookEvents(ChannelLog log) {
    this.log = log;
  }

  /** What happened. */
  enum Kind {
    FAILING,
    RECOVERED,
    DEAD_LETTERED,
    PAUSED,
    DISABLED,
    GONE,
    SECRET_ROTATED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  void tell(Kind kind, SubscriptionRecord record, Optional<String> deadLetter) {
    Progress progress = record.progress();
    JsonWriter out = new JsonWriter(256);
    out.raw("{\"subscription\":").string(record.id());
    out.raw(",\"channel\":").string(record.registration().channel());
    out.raw(",\"state\":").string(progress.state().wireName());
    if (!progress.reason().isEmpty()) {
      out.raw(",\"reason\":").string(progress.reason());
    }
    out.raw(",\"position\":").string(progress.position().toString());
    out.raw(",\"failures\":").number(progress.health().failures());
    out.raw(",\"lastStatus\":").string(progress.health().lastStatus());
    deadLetter.ifPresent(id -> out.raw(",\"deadLetter\":").string(id));
    byte[] json = out.raw("}").toByteArray();
    PublishOptions options =
        PublishOptions.defaults().withType(kind.wireName()).withKey(record.id());
    log.append(
        Append.anonymous(
            List.of(new NewEntry(Payload.wrap(json, 0, json.length, Payload.JSON), options))));
  }
}
