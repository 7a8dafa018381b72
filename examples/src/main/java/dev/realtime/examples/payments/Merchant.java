package dev.realtime.examples.payments;

import dev.realtime.Channel;
import dev.realtime.Position;
import dev.realtime.Realtime;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.examples.web.Attempt;
import dev.realtime.examples.web.Endpoint.Answer;
import dev.realtime.spi.Entry;
import java.time.Duration;
import java.util.List;

/**
 * The endpoint of a merchant: it books each payment once, in the order of the bank, and can be told
 * to fail, to hang or to be gone. What it sees and books it publishes for the page.
 *
 * <p>Thread-safe; guarded by {@code this}.
 */
final class Merchant {
  /** Longer than the bank waits. */
  private static final Duration HANG = Duration.ofSeconds(4);

  private final Channel<Seen> attempts;
  private final Channel<Booking> ledger;
  private final Channel<Mode> modes;
  private Mode mode = new Mode("200");
  private Position booked = Position.ORIGIN;

  /**
   * How the endpoint answers.
   *
   * @param answer {@code 200}, {@code 500}, {@code 410} or {@code hang}
   */
  record Mode(String answer) {}

  /** An attempt as the page shows it; without messages for a challenge. */
  record Seen(
      String kind,
      String id,
      String attempt,
      List<String> positions,
      String status,
      boolean verified,
      String signature) {}

  /** A payment in the books, with the position that the bank gave it. */
  record Booking(String epoch, long offset, String payment) {}

  Merchant(Realtime realtime) {
    this.attempts = realtime.channel("payments/attempts", Seen.class);
    this.ledger = realtime.channel("payments/ledger", Booking.class);
    this.modes = realtime.channel("payments/mode", Mode.class);
    modes.publish(mode);
    realtime.channel("payments/control", Mode.class).subscribe(m -> become(m.data()));
  }

  private synchronized void become(Mode next) {
    if (List.of("200", "500", "410", "hang").contains(next.answer())) {
      mode = next;
      modes.publish(next);
    }
  }

  synchronized Answer take(Attempt attempt) {
    WebhookBody body = attempt.body().orElse(null);
    if (body instanceof WebhookBody.Challenge challenge) {
      return challenged(attempt, challenge);
    }
    if (!(body instanceof WebhookBody.Delivery delivery)) {
      tell("refused", attempt, List.of(), "401");
      return Answer.of(401);
    }
    List<Entry> entries = delivery.batch().entries();
    tell("payments", attempt, positions(entries), mode.answer());
    if (mode.answer().equals("200")) {
      entries.stream().filter(this::isNew).forEach(this::book);
    }
    return answer();
  }

  private Answer challenged(Attempt attempt, WebhookBody.Challenge challenge) {
    tell("challenge", attempt, List.of(), mode.answer());
    return mode.answer().equals("200") ? Answer.to(challenge) : answer();
  }

  private Answer answer() {
    return mode.answer().equals("hang")
        ? new Answer(503, new byte[0], HANG)
        : Answer.of(Integer.parseInt(mode.answer()));
  }

  private static List<String> positions(List<Entry> entries) {
    return entries.isEmpty()
        ? List.of()
        : List.of(
            entries.get(0).position().toString(),
            entries.get(entries.size() - 1).position().toString());
  }

  private void tell(String kind, Attempt attempt, List<String> positions, String status) {
    attempts.publish(
        new Seen(
            kind,
            attempt.id(),
            attempt.number(),
            positions,
            status,
            attempt.isVerified(),
            attempt.signature()));
  }

  /** What comes again, after a lost answer, is booked already. */
  private boolean isNew(Entry entry) {
    Position position = entry.position();
    return !position.epoch().equals(booked.epoch()) || position.offset() > booked.offset();
  }

  private void book(Entry entry) {
    booked = entry.position();
    ledger.publish(new Booking(booked.epoch(), booked.offset(), entry.payload().toText()));
  }
}
