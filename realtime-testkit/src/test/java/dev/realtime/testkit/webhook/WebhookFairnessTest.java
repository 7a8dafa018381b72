package dev.realtime.testkit.webhook;

import static dev.realtime.testkit.webhook.FakeCallbackClient.HANG;
import static dev.realtime.testkit.webhook.FakeCallbackClient.none;
import static dev.realtime.testkit.webhook.FakeCallbackClient.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.HeadPolicy;
import dev.realtime.core.webhook.NewSubscription;
import dev.realtime.core.webhook.Priority;
import dev.realtime.core.webhook.SubscriptionChange;
import dev.realtime.core.webhook.SubscriptionStore;
import dev.realtime.core.webhook.WebhookState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookFairnessTest {
  private static final HeadPolicy BLOCK = new HeadPolicy.Block();

  private final SenderFixture at = new SenderFixture();
  private final FakeCallbackClient client = at.client;

  private void subscribe(String host, int times) {
    for (int i = 0; i < times; i++) {
      at.create("https://" + host + "/" + i, BLOCK);
    }
  }

  private long to(String host) {
    return client.deliveries.stream().filter(p -> p.url().getHost().equals(host)).count();
  }

  @Test
  void aHostThatHangsDelaysNoOther() {
    subscribe("hangs.example", 20);
    subscribe("works.example", 3);
    client.rule = post -> post.url().getHost().equals("hangs.example") ? HANG : status(200);
    at.publish(50);

    assertThat(to("works.example")).isEqualTo(150);
    assertThat(to("hangs.example")).isEqualTo(16);
  }

  @Test
  void whoWaitsForAHostGetsItsTurnWhenARequestIsAnswered() {
    subscribe("hangs.example", 20);
    client.rule = post -> HANG;
    at.publish(1);
    assertThat(client.hanging).hasSize(16);

    for (int i = 0; i < 20; i++) {
      client.release(status(200));
    }

    assertThat(client.deliveries)
        .hasSize(20)
        .extracting(post -> post.url().getPath())
        .doesNotHaveDuplicates();
  }

  @Test
  void aHostThatCannotBeReachedIsTriedByOneAtATime() {
    subscribe("dead.example", 30);
    client.rule = post -> none(CallbackAnswer.Cause.CONNECTION_REFUSED);
    at.publish(1);
    assertThat(to("dead.example")).isEqualTo(5);
    at.timers.advance(Duration.ofMinutes(10));
    assertThat(to("dead.example")).isBetween(10L, 30L);

    client.rule = post -> status(200);
    at.timers.advance(Duration.ofMinutes(10));

    assertThat(at.webhooks.list(SenderFixture.OWNER))
        .hasSize(30)
        .allMatch(record -> record.progress().position().offset() == 1);
  }

  @Test
  void aWorkingHostIsNotHeldUpByADeadOne() {
    subscribe("dead.example", 30);
    subscribe("works.example", 1);
    client.rule =
        post ->
            post.url().getHost().equals("dead.example")
                ? none(CallbackAnswer.Cause.TIMEOUT)
                : status(200);
    at.publish(10);

    assertThat(to("works.example")).isEqualTo(10);
  }

  @Test
  void aRateIsKeptForEachHost() {
    at.webhooks = at.open(SubscriptionStore.none(), 10);
    String id = at.create("https://limited.example/", BLOCK);
    client.deliveries.clear();
    at.timers.advance(Duration.ofSeconds(2));
    for (int i = 0; i < 60; i++) {
      at.publish(1);
      at.timers.advance(Duration.ofMillis(10));
    }
    assertThat(to("limited.example")).isLessThanOrEqualTo(10 + 6);
    at.timers.advance(Duration.ofSeconds(2));

    assertThat(at.record(id).progress().position().offset()).isEqualTo(60);
  }

  @ParameterizedTest
  @CsvSource({"0, 5, 5", "20, 5, 5", "5, 20, 5", "5, 0, 5"})
  void theLowerRateOfASubscriptionAndItsHostIsKept(int ofHost, int own, int kept) {
    at.webhooks = at.open(SubscriptionStore.none(), ofHost);
    String id = at.create("https://limited.example/", BLOCK, own);
    at.timers.advance(Duration.ofSeconds(10));
    client.deliveries.clear();

    publishFor(Duration.ofSeconds(4));

    // What is kept fills a bucket of one second; of a normal request's host a fifth stays in it.
    assertThat(to("limited.example")).isBetween(4L * kept, 5L * kept + 1);
    at.timers.advance(Duration.ofSeconds(1));
    assertThat(at.record(id).progress().position().offset()).isEqualTo(400);
  }

  /** A message every 10 ms, so that there always is one to send. */
  private void publishFor(Duration time) {
    for (int i = 0; i < time.toMillis() / 10; i++) {
      at.publish(1);
      at.timers.advance(Duration.ofMillis(10));
    }
  }

  @Test
  void theRateOfOneSubscriptionHoldsUpNoOtherOfItsHost() {
    at.webhooks = at.open(SubscriptionStore.none(), 50);
    String slow = at.create("https://shared.example/slow", BLOCK, 1);
    String fast = at.create("https://shared.example/fast", BLOCK);
    at.timers.advance(Duration.ofSeconds(10));

    publishFor(Duration.ofSeconds(1));

    assertThat(at.record(fast).progress().position().offset()).isGreaterThan(90);
    assertThat(at.record(slow).progress().position().offset()).isLessThan(90);
  }

  @Test
  void anAnswer429HalvesTheRateOfTheSubscriptionForAMinute() {
    String id = at.create("https://limited.example/", BLOCK, 10);
    client.script.add(status(429));
    at.publish(1);
    at.timers.advance(Duration.ofSeconds(5));
    client.deliveries.clear();

    publishFor(Duration.ofSeconds(10));

    assertThat(to("limited.example")).isBetween(45L, 62L);
    assertThat(at.record(id).progress().health().failures()).isZero();
  }

  @Test
  void aRateIsChangedAndTakenAway() {
    String id = at.create("https://limited.example/", BLOCK, 1);
    at.timers.advance(Duration.ofSeconds(2));

    change(id, 0);
    client.deliveries.clear();
    publishFor(Duration.ofSeconds(1));
    assertThat(to("limited.example")).isGreaterThan(90);

    change(id, 2);
    at.timers.advance(Duration.ofSeconds(2));
    client.deliveries.clear();
    publishFor(Duration.ofSeconds(4));
    assertThat(to("limited.example")).isBetween(8L, 11L);
  }

  private void change(String id, int rate) {
    at.webhooks.change(
        SenderFixture.OWNER,
        id,
        new SubscriptionChange(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(rate)));
    assertThat(at.record(id).registration().rate()).isEqualTo(rate);
  }

  @Test
  void aChannelHasOnePriority() {
    create(Optional.of(Priority.BULK));

    assertThat(create(Optional.empty())).isEqualTo(Priority.BULK);
    assertThatThrownBy(() -> create(Optional.of(Priority.NORMAL)))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("has the priority bulk");
  }

  private Priority create(Optional<Priority> priority) {
    NewSubscription wanted =
        new NewSubscription(
            SenderFixture.CHANNEL,
            "https://a.example/",
            Optional.empty(),
            Start.latest(),
            priority,
            BLOCK,
            0,
            false);
    return at.webhooks
        .create(SenderFixture.OWNER, wanted)
        .toCompletableFuture()
        .join()
        .record()
        .registration()
        .priority();
  }

  @Test
  void nobodySeesOrChangesWhatIsNotTheirs() {
    String id = at.subscribe(BLOCK);

    assertThat(at.webhooks.list("bob")).isEmpty();
    assertThatThrownBy(() -> at.webhooks.find("bob", id))
        .isInstanceOf(RejectedException.class)
        .hasMessage("there is no webhook subscription of this id");
    assertThatThrownBy(() -> at.webhooks.pause("bob", id)).isInstanceOf(RejectedException.class);
    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.ACTIVE);
  }

  @Test
  void aRotatedSecretSignsBesideTheOldOneForADay() {
    String id = at.subscribe(BLOCK);
    at.webhooks.rotateSecret(SenderFixture.OWNER, id, Optional.empty());
    at.publish(1);
    at.timers.advance(Duration.ofHours(25));
    at.publish(1);

    assertThat(client.deliveries)
        .extracting(post -> signatures(String.valueOf(post.headers().get("webhook-signature"))))
        .containsExactly(2, 1);
    assertThat(at.record(id).registration().secrets()).hasSize(2);
  }

  private static int signatures(String header) {
    return header.split(" ").length;
  }

  @Test
  void anotherUrlIsAskedBeforeItGetsAnything() {
    String id = at.subscribe(BLOCK);
    client.answersChallenges = false;
    at.webhooks.change(
        SenderFixture.OWNER,
        id,
        new SubscriptionChange(
            Optional.of("https://new.example/"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    at.publish(1);

    assertThat(client.challenges.get(1).url()).hasHost("new.example");
    assertThat(client.deliveries).isEmpty();
    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.PENDING);
  }
}
