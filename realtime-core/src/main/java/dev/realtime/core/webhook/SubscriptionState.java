package dev.realtime.core.webhook;

import dev.realtime.Position;
import dev.realtime.core.webhook.Progress.DeadLetter;
import dev.realtime.core.webhook.Progress.Health;
import dev.realtime.core.webhook.Progress.Inflight;
import dev.realtime.core.webhook.Progress.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A subscription as it is now, kept in the store as it changes and told of as it should be known.
 *
 * <p>Changed on the serial executor of the subscription alone; read by any thread.
 */
final class SubscriptionState {
  /** How many messages that were given up can be sent again. */
  static final int MAX_DEAD_LETTERS = 1_000;

  private static final int FAILING_AFTER = 5;
  private static final Duration FAILING_FOR = Duration.ofMinutes(1);

  private final WebhookContext context;
  private volatile SubscriptionRecord record;
  private boolean toldFailing;
  private boolean closed;

  SubscriptionState(WebhookContext context, SubscriptionRecord record) {
    this.context = context;
    this.record = record;
  }

  SubscriptionRecord record() {
    return record;
  }

  Registration registration() {
    return record.registration();
  }

  Progress progress() {
    return record.progress();
  }

  private Instant now() {
    return context.time().clock().instant();
  }

  private void set(Progress progress) {
    record = record.with(progress);
  }

  private void keep(Progress progress) {
    set(progress);
    context.store().save(record);
  }

  void register(Registration registration) {
    record = record.with(registration);
    context.store().save(record);
  }

  /** Nothing more is kept: another process may have the store. */
  void close() {
    closed = true;
  }

  /** The receiver has it up to a position; what was kept for a retry is done with. */
  void acknowledged(Position to, String status) {
    if (closed) {
      return;
    }
    Progress before = progress();
    // First the position: a record that is older is told by it.
    context.store().save(record.id(), to);
    Progress after = before.acknowledged(to, Health.well(status));
    if (!before.state().delivers()) {
      after = after.withState(before.state(), before.reason());
    }
    if (before.inflight().isPresent() || before.skipped().isPresent()) {
      keep(after);
    } else {
      set(after);
    }
    if (toldFailing) {
      toldFailing = false;
      context.events().tell(WebhookEvents.Kind.RECOVERED, record, Optional.empty());
    }
  }

  /** An attempt failed; the next one follows after a delay. */
  void failed(Optional<Inflight> inflight, String status, Duration delay) {
    Health before = progress().health();
    Instant since = before.failingSince().orElse(now());
    Health after =
        new Health(
            status, before.failures() + 1, Optional.of(since), Optional.of(now().plus(delay)));
    keep(progress().withState(WebhookState.ACTIVE, "").withInflight(inflight).withHealth(after));
    boolean failing = after.failures() >= FAILING_AFTER || !now().isBefore(since.plus(FAILING_FOR));
    if (failing && !toldFailing) {
      toldFailing = true;
      context.events().tell(WebhookEvents.Kind.FAILING, record, Optional.empty());
    }
  }

  /** The receiver asked to wait. */
  void throttled(String status, Duration delay) {
    Health before = progress().health();
    set(
        progress()
            .withState(WebhookState.THROTTLED, "the receiver asked to wait")
            .withHealth(
                new Health(
                    status,
                    before.failures(),
                    before.failingSince(),
                    Optional.of(now().plus(delay)))));
  }

  /** An answer that is no delivery's: of the challenge, or of what is sent again. */
  void answered(String status) {
    Health before = progress().health();
    set(
        progress()
            .withHealth(
                new Health(
                    status, before.failures(), before.failingSince(), before.nextAttemptAt())));
  }

  /** Stops or goes on; what was failing is forgotten where it goes on. */
  void enter(WebhookState state, String reason) {
    Progress next = progress().withState(state, reason);
    Health health = next.health();
    keep(
        next.withHealth(
            state.delivers()
                ? Health.well(health.lastStatus())
                : new Health(
                    health.lastStatus(),
                    health.failures(),
                    health.failingSince(),
                    Optional.empty())));
    kind(state).ifPresent(kind -> context.events().tell(kind, record, Optional.empty()));
  }

  private static Optional<WebhookEvents.Kind> kind(WebhookState state) {
    return switch (state) {
      case PAUSED -> Optional.of(WebhookEvents.Kind.PAUSED);
      case DISABLED -> Optional.of(WebhookEvents.Kind.DISABLED);
      case GONE -> Optional.of(WebhookEvents.Kind.GONE);
      case PENDING, ACTIVE, THROTTLED -> Optional.empty();
    };
  }

  void secretRotated() {
    context.events().tell(WebhookEvents.Kind.SECRET_ROTATED, record, Optional.empty());
  }

  /** Delivery goes on from another position. */
  void moved(Position to, Optional<Skipped> announced) {
    context.store().save(record.id(), to);
    keep(progress().moved(to, announced));
  }

  /** A message is given up. */
  void gaveUp(DeadLetter letter, Skipped announced) {
    List<DeadLetter> letters = new ArrayList<>(progress().deadLetters());
    letters.add(letter);
    if (letters.size() > MAX_DEAD_LETTERS) {
      letters.remove(0);
    }
    keep(progress().gaveUp(announced, letters));
    context.events().tell(WebhookEvents.Kind.DEAD_LETTERED, record, Optional.of(letter.id()));
  }

  /** A message that was given up has arrived after all. */
  void redelivered(String deadLetter) {
    keep(
        progress()
            .withDeadLetters(
                progress().deadLetters().stream()
                    .filter(letter -> !letter.id().equals(deadLetter))
                    .toList()));
  }

  Optional<DeadLetter> deadLetter(String id) {
    return progress().deadLetters().stream().filter(letter -> letter.id().equals(id)).findFirst();
  }
}
