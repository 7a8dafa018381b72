package dev.realtime.testkit.webhook;

import static dev.realtime.testkit.webhook.FakeCallbackClient.HANG;
import static dev.realtime.testkit.webhook.FakeCallbackClient.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.UnavailableException;
import dev.realtime.core.webhook.FileSubscriptionStore;
import dev.realtime.core.webhook.HeadPolicy;
import dev.realtime.core.webhook.SubscriptionRecord;
import dev.realtime.core.webhook.WebhookState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookRestartTest {
  private static final HeadPolicy BLOCK = new HeadPolicy.Block();
  private static final HeadPolicy DEAD_LETTER = new HeadPolicy.DeadLetter(3, Duration.ofHours(1));

  @TempDir private Path temp;

  private SenderFixture begin() {
    return new SenderFixture(FileSubscriptionStore.open(directory()));
  }

  private Path directory() {
    return temp.resolve("webhooks");
  }

  /** Ends a process and begins another on the same directory and log. */
  private void restart(SenderFixture at) {
    at.client.close();
    at.webhooks.close();
    at.restart(FileSubscriptionStore.open(directory()));
  }

  @Test
  void goesOnWhereItWas() {
    SenderFixture at = begin();
    String id = at.subscribe(BLOCK);
    at.publish(2);
    SubscriptionRecord before = at.record(id);
    restart(at);

    assertThat(at.record(id).registration().url()).isEqualTo(before.registration().url());
    assertThat(at.record(id).progress().position()).isEqualTo(before.progress().position());
    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.ACTIVE);
    at.publish(1);
    assertThat(at.client.ranges()).containsExactly("1-1", "2-2", "3-3");
  }

  @Test
  void whatFailedIsSentAgainInTheSameBytesAlthoughMoreCameMeanwhile() {
    SenderFixture at = begin();
    at.subscribe(BLOCK);
    at.client.script.add(status(500));
    at.publish(1);
    at.webhooks.close();
    at.publish(5);
    restart(at);

    assertThat(at.client.ranges()).containsExactly("1-1", "1-1", "2-6");
    assertThat(at.client.deliveries.get(1).body()).isEqualTo(at.client.deliveries.get(0).body());
    assertThat(at.client.deliveries.get(1).headers()).containsEntry("realtime-attempt", "2");
  }

  @Test
  void aDeliveryWhoseAnswerIsNotKnownIsSentAgain() {
    SenderFixture at = begin();
    String id = at.subscribe(BLOCK);
    at.client.script.add(HANG);
    at.publish(1);
    restart(at);

    assertThat(at.client.ranges()).containsExactly("1-1", "1-1");
    assertThat(at.record(id).progress().position().offset()).isEqualTo(1);
  }

  @Test
  void anAnnouncementThatWasNotMadeIsMadeAfterwards() {
    SenderFixture at = begin();
    String id = at.subscribe(DEAD_LETTER);
    at.client.script.add(status(400, "webhook-delivery", "abort-message"));
    at.publish(1);
    restart(at);
    at.publish(1);

    assertThat(at.client.ranges()).containsExactly("1-1", "2-2");
    assertThat(FakeCallbackClient.text(at.client.deliveries.get(1)))
        .contains("\"from\":1,\"to\":1,\"reason\":\"skipped\"");
    assertThat(at.record(id).progress().deadLetters()).hasSize(1);
  }

  @Test
  void aStateThatDeliversNothingStays() {
    SenderFixture at = begin();
    String id = at.subscribe(BLOCK);
    at.webhooks.pause(SenderFixture.OWNER, id);
    restart(at);
    at.publish(1);

    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.PAUSED);
    assertThat(at.client.deliveries).isEmpty();
  }

  @Test
  void aPendingOneIsAskedAgain() {
    SenderFixture at = begin();
    at.client.answersChallenges = false;
    String id = at.subscribe(BLOCK);
    at.client.answersChallenges = true;
    restart(at);

    assertThat(at.record(id).progress().state()).isEqualTo(WebhookState.ACTIVE);
  }

  @Test
  void aDeletedOneIsForgotten() {
    SenderFixture at = begin();
    String id = at.subscribe(BLOCK);
    at.webhooks.delete(SenderFixture.OWNER, id);
    restart(at);

    assertThat(at.webhooks.list(SenderFixture.OWNER)).isEmpty();
  }

  @Test
  void theRateOfASubscriptionOutlivesTheProcess() {
    SenderFixture at = begin();
    String id = at.create("https://hooks.example/a", BLOCK, 7);
    restart(at);

    assertThat(at.record(id).registration().rate()).isEqualTo(7);
  }

  @Test
  void twoProcessesCannotHaveOneDirectory() {
    begin();

    assertThatThrownBy(() -> FileSubscriptionStore.open(directory()))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("another process has the webhook subscriptions in")
        .hasMessageContaining("realtime.webhook.directory");
  }

  @Test
  void theDirectoryThatHoldsSecretsIsForItsOwnerAlone() throws IOException {
    begin();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
        .isEqualTo("rwx------");
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    SenderFixture at = begin();
    String id = at.subscribe(BLOCK);
    at.webhooks.close();
    Path file = directory().resolve(id + ".json");
    Files.writeString(file, "{\"id\":");

    FileSubscriptionStore store = FileSubscriptionStore.open(directory());
    assertThatThrownBy(store::load)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("whsec_");
  }
}
