package dev.realtime.testkit.webhook;

import static dev.realtime.testkit.webhook.FakeCallbackClient.HANG;
import static dev.realtime.testkit.webhook.FakeCallbackClient.none;
import static dev.realtime.testkit.webhook.FakeCallbackClient.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Start;
import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackClient.Post;
import dev.realtime.core.webhook.HeadPolicy;
import dev.realtime.core.webhook.WebhookState;
import dev.realtime.testkit.tck.Verifies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSenderTest {
  private static final HeadPolicy BLOCK = new HeadPolicy.Block();

  private final SenderFixture at = new SenderFixture();
  private final FakeCallbackClient client = at.client;

  @Test
  void asksTheReceiverBeforeTheFirstDelivery() {
    client.answersChallenges = false;
    at.publish(1);
    String id = at.subscribe(BLOCK);

    assertThat(client.challenges).hasSize(1);
    assertThat(client.deliveries).isEmpty();
    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.PENDING);

    client.answersChallenges = true;
    at.timers.advance(Duration.ofSeconds(1));

    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.ACTIVE);
    assertThat(client.ranges()).containsExactly("1-1");
  }

  @Test
  void givesUpAskingAfterThreeWrongAnswersAndSaysWhy() {
    client.answersChallenges = false;
    String id = at.subscribe(BLOCK);
    at.timers.advance(Duration.ofHours(1));

    assertThat(client.challenges).hasSize(3);
    assertThat(at.record(id).progress().reason()).isEqualTo("challenge_failed");

    client.answersChallenges = true;
    at.webhooks.verify(SenderFixture.OWNER, id);

    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.ACTIVE);
  }

  @Test
  void batchesFillWhileTheRequestBeforeRuns() {
    at.subscribe(BLOCK);
    client.script.add(HANG);
    at.publish(250);

    assertThat(client.ranges()).containsExactly("1-1");
    client.release(status(200));

    assertThat(client.ranges()).containsExactly("1-1", "2-101", "102-201", "202-250");
  }

  @Test
  @Verifies("4.16")
  void required_4_16_anAttemptIsCountedAndSignedAnew() {
    at.subscribe(BLOCK);
    client.script.addAll(List.of(HANG, status(500), none(CallbackAnswer.Cause.TIMEOUT)));
    at.publish(1);
    at.publish(5);
    client.release(status(503));
    at.timers.advance(Duration.ofMinutes(1));

    assertThat(client.ranges()).containsExactly("1-1", "1-1", "1-1", "1-1", "2-6");
    List<Post> same = client.deliveries.subList(0, 4);
    assertThat(signature(same.get(3))).isNotEqualTo(signature(same.get(0)));
    assertThat(same)
        .extracting(p -> p.headers().get("realtime-attempt"))
        .containsExactly("1", "2", "3", "4");
  }

  private static String signature(Post post) {
    return String.valueOf(post.headers().get("webhook-signature"));
  }

  @Test
  @Verifies("4.16")
  void required_4_16_thePositionStaysWhileNothingIsTaken() {
    String id = at.subscribe(BLOCK);
    client.rule = post -> status(500);
    at.publish(3);
    at.timers.advance(Duration.ofHours(1));

    assertThat(at.record(id).progress().position().offset()).isZero();
    assertThat(client.ranges()).containsOnly("1-1");
    assertThat(client.deliveries).hasSizeBetween(15, 40);
    assertThat(at.events()).containsExactly("failing");

    client.rule = post -> status(200);
    at.timers.advance(Duration.ofMinutes(5));

    assertThat(at.record(id).progress().position().offset()).isEqualTo(3);
    assertThat(at.events()).containsExactly("failing", "recovered");
  }

  @Test
  void aPartThatWasTakenIsNotSentAgain() {
    at.subscribe(BLOCK);
    at.webhooks.pause(SenderFixture.OWNER, id());
    at.publish(10);
    String epoch =
        at.engine.open(SenderFixture.CHANNEL).bounds().toCompletableFuture().join().head().epoch();
    client.script.add(status(200, "realtime-ack", epoch + ":4"));
    at.webhooks.resume(SenderFixture.OWNER, id());

    assertThat(client.ranges()).containsExactly("1-10", "5-10");
  }

  private String id() {
    return at.webhooks.list(SenderFixture.OWNER).get(0).id();
  }

  @Test
  void aReceiverCanGoBack() {
    String id = at.subscribe(BLOCK);
    at.publish(3);
    client.script.add(status(409, "realtime-position", epoch() + ":1"));
    at.publish(1);

    assertThat(client.ranges()).containsExactly("1-1", "2-2", "3-3", "4-4", "2-4");
    assertThat(at.record(id).progress().position().offset()).isEqualTo(4);
  }

  private String epoch() {
    return at.engine
        .open(SenderFixture.CHANNEL)
        .bounds()
        .toCompletableFuture()
        .join()
        .head()
        .epoch();
  }

  @Test
  void aReceiverThatGoesBackForEverIsPaused() {
    String id = at.subscribe(BLOCK);
    at.publish(3);
    client.rule = post -> status(409, "realtime-position", epoch() + ":1");
    at.publish(1);

    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.PAUSED);
    assertThat(client.deliveries).hasSize(3 + 6);
    assertThat(at.events()).containsExactly("paused");
  }

  @Test
  void aReceiverThatIsGoneGetsNothingMoreUntilItIsVerified() {
    String id = at.subscribe(BLOCK);
    client.script.add(status(410));
    at.publish(2);
    at.timers.advance(Duration.ofHours(1));

    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.GONE);
    assertThat(client.deliveries).hasSize(1);
    assertThat(at.events()).containsExactly("gone");

    at.webhooks.verify(SenderFixture.OWNER, id);

    assertThat(client.ranges()).containsExactly("1-1", "1-2");
  }

  @Test
  void aBatchThatIsTooLargeIsHalvedAtOnce() {
    String id = at.subscribe(BLOCK);
    at.webhooks.pause(SenderFixture.OWNER, id);
    at.publish(8);
    client.rule = post -> status(FakeCallbackClient.text(post).length() > 450 ? 413 : 200);
    at.webhooks.resume(SenderFixture.OWNER, id);

    assertThat(at.record(id).progress().position().offset()).isEqualTo(8);
    assertThat(client.ranges()).startsWith("1-8", "1-4");
    assertThat(at.timers.nanoTime()).isZero();
  }

  @Test
  void retryAfterIsHonouredAndIsNoFailure() {
    String id = at.subscribe(BLOCK);
    client.script.add(status(429, "retry-after", "7"));
    at.publish(1);

    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.THROTTLED);
    assertThat(at.record(id).progress().health().failures()).isZero();
    at.timers.advance(Duration.ofMillis(6_999));
    assertThat(client.deliveries).hasSize(1);
    at.timers.advance(Duration.ofMillis(1));

    assertThat(client.deliveries)
        .extracting(p -> p.headers().get("realtime-attempt"))
        .containsExactly("1", "1");
    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 400, 401, 404, 408, 425, 429, 500, 502, 503, 504})
  void anyOtherAnswerIsTriedAgainWithTheSameBytes(int code) {
    at.subscribe(BLOCK);
    client.script.add(status(code, "location", "https://elsewhere.example/"));
    at.publish(1);
    at.timers.advance(Duration.ofSeconds(1));

    assertThat(client.ranges()).containsExactly("1-1", "1-1");
    assertThat(client.deliveries)
        .extracting(Post::url)
        .extracting("host")
        .containsOnly("hooks.example");
  }

  @Test
  void anAddressThatIsRefusedThreeTimesPauses() {
    String id = at.subscribe(BLOCK);
    client.rule = post -> none(CallbackAnswer.Cause.BLOCKED_ADDRESS);
    at.publish(1);
    at.timers.advance(Duration.ofHours(1));

    assertThat(client.deliveries).hasSize(3);
    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.PAUSED);
    assertThat(at.record(id).progress().reason()).isEqualTo("blocked_address");
  }

  @Test
  void aReceiverThatFailsForFiveDaysIsDisabledAndGoesOnWhereItStopped() {
    String id = at.subscribe(BLOCK);
    client.rule = post -> status(500);
    at.publish(1);
    at.timers.advance(Duration.ofHours(119));
    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.ACTIVE);
    at.timers.advance(Duration.ofHours(2));

    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.DISABLED);
    assertThat(at.events()).containsExactly("disabled");

    client.rule = post -> status(200);
    at.publish(1);
    at.webhooks.resume(SenderFixture.OWNER, id);

    assertThat(at.record(id).progress().position().offset()).isEqualTo(2);
  }

  @Test
  void whatWasTakenWhileItWasPausedIsNotSentAgain() {
    String id = at.subscribe(BLOCK);
    client.script.add(HANG);
    at.publish(1);
    at.webhooks.pause(SenderFixture.OWNER, id);
    client.release(status(200));
    at.publish(1);
    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.PAUSED);
    at.webhooks.resume(SenderFixture.OWNER, id);

    assertThat(client.ranges()).containsExactly("1-1", "2-2");
  }

  @Test
  void aResumeWaitsForTheRequestThatIsStillUnderWay() {
    String id = at.subscribe(BLOCK);
    client.script.add(HANG);
    at.publish(1);
    at.webhooks.pause(SenderFixture.OWNER, id);
    at.webhooks.resume(SenderFixture.OWNER, id);
    assertThat(client.deliveries).hasSize(1);
    client.release(status(500));

    assertThat(client.mostInFlight).isEqualTo(1);
    assertThat(client.ranges()).containsExactly("1-1", "1-1");
  }

  @Test
  void retryNowDoesNotWait() {
    String id = at.subscribe(BLOCK);
    client.script.add(status(500));
    at.publish(1);
    at.webhooks.retry(SenderFixture.OWNER, id);

    assertThat(client.deliveries).hasSize(2);
    assertThat(at.record(id).progress().position().offset()).isEqualTo(1);
  }

  @Test
  void aSeekForwardIsAnnouncedAndOneBackwardSendsAgain() {
    String id = at.subscribe(BLOCK);
    at.webhooks.pause(SenderFixture.OWNER, id);
    at.publish(5);
    at.webhooks.seek(SenderFixture.OWNER, id, Start.last(2));
    at.webhooks.resume(SenderFixture.OWNER, id);

    assertThat(client.ranges()).containsExactly("4-5");
    assertThat(FakeCallbackClient.text(client.deliveries.get(0)))
        .contains("\"gap\":{\"after\":\"0:0\",\"from\":1,\"to\":3,\"reason\":\"skipped\"}");

    at.webhooks.seek(SenderFixture.OWNER, id, Start.earliest());
    assertThat(client.ranges()).containsExactly("4-5", "1-5");
  }

  @Test
  void aDeletedSubscriptionSendsNothingMore() {
    String id = at.subscribe(BLOCK);
    client.script.add(status(500));
    at.publish(1);
    at.webhooks.delete(SenderFixture.OWNER, id);
    at.timers.advance(Duration.ofHours(1));
    at.publish(1);

    assertThat(client.deliveries).hasSize(1);
    assertThat(at.webhooks.list(SenderFixture.OWNER)).isEmpty();
  }
}
