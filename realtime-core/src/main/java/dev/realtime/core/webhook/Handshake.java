package dev.realtime.core.webhook;

import dev.realtime.core.wire.WebhookBody;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Executor;

/**
 * The question whether a receiver wants the messages, before it gets any: a signed request with a
 * random text that the answer must repeat. It is asked three times; a host that answered wrongly
 * ten times within a minute is asked no more for that minute.
 *
 * <p>Confined to the serial executor of its subscription.
 */
final class Handshake {
  private static final int TRIES = 3;
  private static final int CHALLENGE_BYTES = 32;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration REST = Duration.ofMinutes(1);

  private final WebhookContext context;
  private final SubscriptionState state;
  private final RequestLine line;
  private final Executor serial;
  private final Runnable verified;
  private int tries;
  private int asked;
  private Runnable cancel = () -> {};

  Handshake(
      WebhookContext context,
      SubscriptionState state,
      RequestLine line,
      Executor serial,
      Runnable verified) {
    this.context = context;
    this.state = state;
    this.line = line;
    this.serial = serial;
    this.verified = verified;
  }

  /** Asks from now on, anew. */
  void begin() {
    cancel();
    tries = 0;
    ask();
  }

  /** Asks no more. */
  void cancel() {
    cancel.run();
    cancel = () -> {};
  }

  private void ask() {
    URI url = state.registration().url();
    if (context.destinations().refusesChallenges(url)) {
      later(REST);
      return;
    }
    tries++;
    Registration to = state.registration();
    WebhookBody.Challenge challenge =
        new WebhookBody.Challenge(to.id(), to.channel(), randomText());
    String id = to.id() + "_verify-" + ++asked;
    Duration timeout = context.timeout().compareTo(TIMEOUT) < 0 ? context.timeout() : TIMEOUT;
    int[] current = {asked};
    Runnable leave =
        line.send(
            new RequestLine.Content(id, challenge.toJson(), tries, timeout),
            answer -> {
              if (current[0] == asked) {
                answered(challenge, answer);
              }
            });
    cancel =
        () -> {
          current[0] = 0;
          leave.run();
        };
  }

  private String randomText() {
    byte[] bytes = new byte[CHALLENGE_BYTES];
    context.time().random().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private void answered(WebhookBody.Challenge challenge, CallbackAnswer answer) {
    String category = category(challenge, answer);
    cancel = () -> {};
    state.answered(category);
    if (category.isEmpty()) {
      verified.run();
      return;
    }
    context.destinations().challengeFailed(state.registration().url());
    if (tries < TRIES) {
      later(context.retry().delay(tries, context.time().random()));
    } else {
      state.enter(WebhookState.PENDING, category);
    }
  }

  private void later(Duration delay) {
    cancel = context.time().timers().schedule(delay, () -> serial.execute(this::ask));
  }

  /** Why the answer is none to the challenge, in a word that tells nothing of its text. */
  private static String category(WebhookBody.Challenge challenge, CallbackAnswer answer) {
    if (!(answer instanceof CallbackAnswer.Status status)) {
      return AnswerRule.shown(answer);
    }
    return switch (status.status() / 100) {
      case 2 -> challenge.isAnsweredBy(status.body()) ? "" : "challenge_failed";
      case 4 -> "http_4xx";
      case 5 -> "http_5xx";
      default -> "http_other";
    };
  }
}
