package dev.realtime.core.loop;

import dev.realtime.ErrorCode;
import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.core.loop.OrderGate.Verdict;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The position of a subscription: it moves past each gap that the subscriber was told of and each
 * entry that it handled, and is stored there if the subscription is durable. Where batches come
 * from it does not know.
 *
 * <p>Confined to the serial executor of its subscription, but for {@link #position}.
 */
final class SubscriptionCursor {
  private final String channel;
  private final SubscribeOptions options;
  private final SubscriberCalls<?> calls;
  private final BooleanSupplier closing;
  private volatile Position position = Position.ORIGIN;

  /** What was handled; none before the start is resolved. */
  private @Nullable OrderGate gate;

  /** How far a batch was handled. */
  sealed interface Step {
    /** All of it: the cursor is past it. */
    record Passed() implements Step {}

    /** Up to an entry that is due again after a delay. */
    record Again(Duration delay) implements Step {}

    /** As far as it will ever be: the subscription ends. */
    record Failed(RealtimeException cause) implements Step {}

    /** As far as it will ever be: the subscription is being closed. */
    record Closing() implements Step {}
  }

  /**
   * A cursor that has no place yet.
   *
   * @param closing whether the subscriber may be told no more
   */
  SubscriptionCursor(
      String channel, SubscribeOptions options, SubscriberCalls<?> calls, BooleanSupplier closing) {
    this.channel = channel;
    this.options = options;
    this.calls = calls;
    this.closing = closing;
  }

  /** The position of the last entry handled or gap announced; for any thread. */
  Position position() {
    return position;
  }

  /**
   * Takes the place that is stored, or the one that the options name.
   *
   * @throws RealtimeException if the store fails
   */
  void load() {
    options.durable().flatMap(d -> d.store().load(d.name())).ifPresent(this::begin);
    if (options.start() instanceof Start.After after) {
      begin(after.position());
    }
  }

  /** Takes a place, unless it has one; the gate that stands there. */
  OrderGate begin(Position at) {
    if (gate == null) {
      gate = new OrderGate(at);
      position = at;
    }
    return gate;
  }

  /** Where the next exchange is to begin. */
  Start next() {
    return gate == null ? options.start() : Start.after(position);
  }

  /** Whether entries up to a head are yet to come. */
  boolean isBehind(Position head) {
    return gate != null && head.offset() > position.offset();
  }

  /** Judges a batch; the first one gives the cursor its place, unless it has one. */
  Verdict judge(Batch batch) {
    return begin(batch.gap().map(Gap::after).orElse(batch.previous())).judge(batch);
  }

  /** Goes on with a batch: at its arrival, and after each delay. */
  Step handle(Handling current) {
    OrderGate order = gate;
    if (order == null || closing.getAsBoolean()) {
      return new Step.Closing();
    }
    Optional<Step> stop = announce(current, order);
    while (stop.isEmpty() && current.next < current.entries.size()) {
      stop =
          closing.getAsBoolean()
              ? Optional.of(new Step.Closing())
              : deliver(current, current.entries.get(current.next), order);
    }
    if (stop.isEmpty() && !current.batch.isReplay()) {
      order.passed(current.batch);
      stop = advance(order);
    }
    return stop.orElseGet(Step.Passed::new);
  }

  private Optional<Step> announce(Handling current, OrderGate order) {
    if (current.gap.isEmpty()) {
      return Optional.empty();
    }
    Gap gap = current.gap.get();
    current.gap = Optional.empty();
    order.announced(gap);
    tell(gap);
    Optional<Step> unsaved = advance(order);
    return unsaved.isEmpty() && options.onGap().equals(Optional.of(SubscribeOptions.OnGap.FAIL))
        ? failed(ErrorCode.GAP, "offsets are lost: " + gap, null)
        : unsaved;
  }

  private void tell(Gap gap) {
    if (!closing.getAsBoolean()) {
      calls.gap(gap);
    }
  }

  /** Delivers the next entry of a batch; why none follows it now, if so. */
  private Optional<Step> deliver(Handling current, Entry entry, OrderGate order) {
    boolean replay = current.batch.isReplay();
    SubscriberCalls.Outcome outcome = calls.deliver(entry, replay);
    if (outcome instanceof SubscriberCalls.Outcome.Again again) {
      return Optional.of(new Step.Again(again.delay()));
    }
    if (outcome instanceof SubscriberCalls.Outcome.Stop stop) {
      return Optional.of(new Step.Failed(stop.cause()));
    }
    current.next++;
    if (!replay) {
      order.handled(entry);
    }
    if (outcome instanceof SubscriberCalls.Outcome.Skipped) {
      tell(new Gap(position, entry.offset(), entry.offset(), Gap.Reason.SKIPPED, order.position()));
    }
    return advance(order);
  }

  private Optional<Step> advance(OrderGate order) {
    Position now = order.position();
    if (now.equals(position)) {
      return Optional.empty();
    }
    position = now;
    return options.durable().flatMap(durable -> save(durable, now));
  }

  private Optional<Step> save(SubscribeOptions.Durable durable, Position now) {
    try {
      durable.store().save(durable.name(), now);
      return Optional.empty();
    } catch (RuntimeException e) {
      String what = "the position " + now + " could not be saved: " + e;
      return failed(ErrorCode.HANDLER_FAILED, what, e);
    }
  }

  private Optional<Step> failed(ErrorCode code, String what, @Nullable Throwable cause) {
    return Optional.of(new Step.Failed(new RejectedException(code, channel + ": " + what, cause)));
  }
}
