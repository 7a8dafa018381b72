package dev.realtime.testkit.webhook;

import static dev.realtime.testkit.webhook.FakeCallbackClient.none;
import static dev.realtime.testkit.webhook.FakeCallbackClient.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackClient.Post;
import dev.realtime.core.webhook.HeadPolicy;
import dev.realtime.core.webhook.Progress.DeadLetter;
import dev.realtime.core.webhook.WebhookState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookPoliciesTest {
  private static final HeadPolicy DEAD_LETTER = new HeadPolicy.DeadLetter(3, Duration.ofHours(1));

  private final SenderFixture at = new SenderFixture();
  private final FakeCallbackClient client = at.client;

  /** A receiver that takes everything but one message. */
  private void refuse(int offset, int code) {
    client.rule =
        post ->
            status(
                FakeCallbackClient.text(post).contains("{\"offset\":" + offset + ",") ? code : 200);
  }

  private String pausedWith(int messages, HeadPolicy policy) {
    String id = at.subscribe(policy);
    at.webhooks.pause(SenderFixture.OWNER, id);
    at.publish(messages);
    return id;
  }

  private void runFor(String id, Duration time) {
    at.webhooks.resume(SenderFixture.OWNER, id);
    at.timers.advance(time);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8})
  void theOneMessageThatIsRefusedIsFoundAndGivenUp(int offset) {
    String id = pausedWith(8, DEAD_LETTER);
    refuse(offset, 422);
    runFor(id, Duration.ofMinutes(5));

    List<DeadLetter> letters = at.record(id).progress().deadLetters();
    assertThat(letters).extracting(l -> l.position().offset()).containsExactly((long) offset);
    assertThat(at.record(id).progress().next().offset()).isEqualTo(8);
    // 3 attempts of all, log2(8) of smaller parts, and those that were taken.
    assertThat(client.deliveries).hasSizeLessThanOrEqualTo(3 + 3 + 4);
    assertThat(at.events()).contains("dead-lettered");
  }

  @Test
  void whatWasGivenUpIsAnnouncedInTheNextDelivery() {
    String id = pausedWith(3, DEAD_LETTER);
    refuse(2, 422);
    runFor(id, Duration.ofMinutes(5));

    Post last = client.deliveries.get(client.deliveries.size() - 1);
    String letter = at.record(id).progress().deadLetters().get(0).id();
    assertThat(FakeCallbackClient.text(last))
        .contains("\"from\":2,\"to\":2,\"reason\":\"skipped\",\"deadLetter\":\"" + letter + "\"}")
        .contains("{\"offset\":3,");
    assertThat(at.record(id).progress().position().offset()).isEqualTo(3);
    assertThat(at.record(id).progress().skipped()).isEmpty();
  }

  @Test
  void twoInARowAreOneAnnouncement() {
    String id = pausedWith(4, DEAD_LETTER);
    client.rule =
        post ->
            status(FakeCallbackClient.text(post).matches(".*\\{\"offset\":[23],.*") ? 422 : 200);
    runFor(id, Duration.ofMinutes(5));

    Post last = client.deliveries.get(client.deliveries.size() - 1);
    assertThat(FakeCallbackClient.text(last))
        .contains("\"from\":2,\"to\":3,\"reason\":\"skipped\"");
    assertThat(at.record(id).progress().deadLetters()).hasSize(2);
  }

  @Test
  void aReceiverThatIsDownLosesNothing() {
    String id = pausedWith(3, DEAD_LETTER);
    client.rule = post -> none(CallbackAnswer.Cause.CONNECTION_REFUSED);
    runFor(id, Duration.ofHours(3));

    assertThat(at.record(id).progress().deadLetters()).isEmpty();

    client.rule = post -> status(200);
    at.timers.advance(Duration.ofMinutes(6));

    assertThat(at.record(id).progress().position().offset()).isEqualTo(3);
  }

  @Test
  void aReceiverThatFailsForEverythingLosesNothing() {
    String id = pausedWith(3, DEAD_LETTER);
    client.rule = post -> status(500);
    runFor(id, Duration.ofHours(3));

    assertThat(at.record(id).progress().deadLetters()).isEmpty();
    assertThat(at.record(id).progress().position().offset()).isZero();
  }

  @Test
  void aMessageThatFailsAloneIsGivenUpWhenAnotherSubscriptionOfTheHostIsServed() {
    String id = at.subscribe(DEAD_LETTER);
    at.create("https://hooks.example/other", new HeadPolicy.Block());
    client.rule = post -> status(post.url().getPath().equals("/other") ? 200 : 500);
    at.publish(1);
    at.timers.advance(Duration.ofHours(2));

    assertThat(at.record(id).progress().deadLetters())
        .extracting(l -> l.position().offset())
        .containsExactly(1L);
  }

  @Test
  void aMessageThatFailsWhileOthersAreTakenIsGivenUp() {
    String id = pausedWith(8, DEAD_LETTER);
    refuse(6, 500);
    runFor(id, Duration.ofMinutes(5));

    assertThat(at.record(id).progress().deadLetters())
        .extracting(l -> l.position().offset())
        .containsExactly(6L);
  }

  @Test
  void abortMessageNeedsNoFurtherAttempt() {
    String id = at.subscribe(DEAD_LETTER);
    client.script.add(status(400, "webhook-delivery", "abort-message"));
    at.publish(2);

    assertThat(at.record(id).progress().deadLetters()).hasSize(1);
    assertThat(client.ranges()).containsExactly("1-1", "2-2");
  }

  @Test
  void aReceiverCanSwitchItsSubscriptionOff() {
    String id = at.subscribe(DEAD_LETTER);
    client.script.add(status(200, "webhook-delivery", "disable"));
    at.publish(1);

    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.DISABLED);
    assertThat(at.record(id).progress().position().offset()).isZero();
  }

  @Test
  void blockNeverGivesUp() {
    String id = pausedWith(2, new HeadPolicy.Block());
    refuse(1, 413);
    runFor(id, Duration.ofHours(2));

    assertThat(at.record(id).progress().deadLetters()).isEmpty();
    assertThat(at.record(id).progress().position().offset()).isZero();
    assertThat(client.ranges()).startsWith("1-2", "1-1").endsWith("1-1");
  }

  @Test
  void pauseStopsAfterItsAttempts() {
    String id = at.subscribe(new HeadPolicy.Pause(4));
    client.rule = post -> status(500);
    at.publish(1);
    at.timers.advance(Duration.ofHours(1));

    assertThat(client.deliveries).hasSize(4);
    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.PAUSED);
    assertThat(at.record(id).progress().reason()).isEqualTo("not taken in 4 attempts");

    client.rule = post -> status(200);
    at.webhooks.resume(SenderFixture.OWNER, id);

    assertThat(client.ranges()).containsExactly("1-1", "1-1", "1-1", "1-1", "1-1");
  }

  @Test
  void aDeadLetterIsSentAgainAsAReplayUnderItsId() {
    String id = at.subscribe(DEAD_LETTER);
    client.script.add(status(400, "webhook-delivery", "abort-message"));
    at.publish(2);
    String letter = at.record(id).progress().deadLetters().get(0).id();
    at.webhooks.redeliver(SenderFixture.OWNER, id, letter);

    Post replay = client.deliveries.get(2);
    assertThat(client.ranges()).containsExactly("1-1", "2-2", "1-1");
    assertThat(FakeCallbackClient.text(replay)).contains("\"replay\":true");
    assertThat(at.record(id).progress().deadLetters()).isEmpty();
    assertThat(at.record(id).progress().position().offset()).isEqualTo(2);
  }

  @Test
  void aReplayThatFailsKeepsTheDeadLetter() {
    String id = at.subscribe(DEAD_LETTER);
    client.script.add(status(400, "webhook-delivery", "abort-message"));
    at.publish(1);
    String letter = at.record(id).progress().deadLetters().get(0).id();
    client.script.add(status(500));
    at.webhooks.redeliver(SenderFixture.OWNER, id, letter);

    assertThat(at.record(id).progress().deadLetters()).hasSize(1);
    assertThat(at.webhooks.redeliver(SenderFixture.OWNER, id, "dl_none"))
        .isCompletedExceptionally();
  }

  @Test
  void theBodyOfWhatWasGivenUpIsInNoRecord() {
    String id = at.subscribe(DEAD_LETTER);

    assertThat(at.record(id).toString()).doesNotContain("MfKQ9r8GKYq");
    assertThat(at.webhooks.list(SenderFixture.OWNER).toString()).doesNotContain("MfKQ9r8GKYq");
  }
}
