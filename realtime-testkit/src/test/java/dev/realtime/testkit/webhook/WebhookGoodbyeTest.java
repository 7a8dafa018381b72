package dev.realtime.testkit.webhook;

import static dev.realtime.testkit.webhook.FakeCallbackClient.HANG;
import static dev.realtime.testkit.webhook.FakeCallbackClient.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.webhook.CallbackClient.Post;
import dev.realtime.core.webhook.FileSubscriptionStore;
import dev.realtime.core.webhook.HeadPolicy;
import dev.realtime.testkit.tck.Verifies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What receivers are told when the server shuts down. */
class WebhookGoodbyeTest {
  private static final Pattern WISH = Pattern.compile("\"retryAfterMillis\":(\\d+)}");

  @TempDir private Path temp;

  private final SenderFixture at = new SenderFixture();
  private final FakeCallbackClient client = at.client;

  private CompletableFuture<Void> drain() {
    return at.webhooks.drain().toCompletableFuture();
  }

  private List<String> goodbyes() {
    return client.deliveries.stream()
        .map(FakeCallbackClient::text)
        .filter(body -> body.contains("\"type\":\"realtime.webhook.bye\""))
        .toList();
  }

  @Test
  @Verifies("4.21")
  void required_4_21_whoAskedIsToldWhenToComeAgainAndNotAllAtOnce() {
    for (int i = 0; i < 20; i++) {
      at.createWithBye("https://hooks.example/" + i);
    }

    assertThat(drain()).isCompleted();

    Set<String> wishes = new HashSet<>();
    for (String body : goodbyes()) {
      Matcher matcher = WISH.matcher(body);
      assertThat(body).contains("\"code\":\"shutting-down\"").matches(b -> matcher.find());
      assertThat(Integer.parseInt(matcher.group(1))).isBetween(1, 2_000);
      wishes.add(matcher.group(1));
    }
    assertThat(goodbyes()).hasSize(20);
    assertThat(wishes).hasSizeGreaterThan(10);
    assertThat(at.webhooks.list(SenderFixture.OWNER)).as("who heard it has none left").isEmpty();
  }

  @Test
  void whoDidNotAskIsToldNothingAndStays() {
    String id = at.subscribe(new HeadPolicy.Block());

    assertThat(drain()).isCompleted();

    assertThat(goodbyes()).isEmpty();
    assertThat(at.webhooks.list(SenderFixture.OWNER)).extracting(r -> r.id()).containsExactly(id);
  }

  @Test
  void theDeliveryUnderWayIsAnsweredFirstAndNoneFollowsTheGoodbye() {
    at.createWithBye("https://hooks.example/a");
    client.script.add(HANG);
    at.publish(1);
    CompletableFuture<Void> drained = drain();
    at.publish(1);
    assertThat(goodbyes()).isEmpty();

    client.release(status(200));

    assertThat(drained).isCompleted();
    assertThat(client.ranges()).containsExactly("1-1", "bye");
  }

  @Test
  void whoDoesNotAnswerHoldsUpTheServerForTwoSecondsAndStays() {
    at.createWithBye("https://hooks.example/a");
    client.script.add(HANG);
    CompletableFuture<Void> drained = drain();
    at.timers.advance(Duration.ofMillis(1_999));
    assertThat(drained).isNotDone();

    at.timers.advance(Duration.ofMillis(1));

    assertThat(drained).isCompleted();
    assertThat(at.webhooks.list(SenderFixture.OWNER)).hasSize(1);
    Post last = client.deliveries.get(0);
    assertThat(last.timeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whoRefusesItStaysAndGetsNothingMore() {
    at.createWithBye("https://hooks.example/a");
    client.rule = post -> status(503);

    assertThat(drain()).isCompleted();
    at.publish(1);

    assertThat(at.webhooks.list(SenderFixture.OWNER)).hasSize(1);
    assertThat(client.ranges()).as("nothing is delivered after it").containsExactly("bye");
  }

  @Test
  void theWishToBeToldOutlivesTheProcess() {
    Path directory = temp.resolve("webhooks");
    SenderFixture stored = new SenderFixture(FileSubscriptionStore.open(directory));
    String id = stored.createWithBye("https://hooks.example/a");
    stored.webhooks.close();
    stored.restart(FileSubscriptionStore.open(directory));

    assertThat(stored.record(id).registration().bye()).isTrue();
    stored.webhooks.drain();
    stored.webhooks.close();

    try (FileSubscriptionStore left = FileSubscriptionStore.open(directory)) {
      assertThat(left.load()).isEmpty();
    }
  }
}
