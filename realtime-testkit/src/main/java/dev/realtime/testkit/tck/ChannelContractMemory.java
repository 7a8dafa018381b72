package dev.realtime.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.realtime.Receipt;
import dev.realtime.Start;
import dev.realtime.spi.ChannelLog;
import dev.realtime.testkit.RecordingSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a subscriber that does not read costs (SPEC 2.10). */
public interface ChannelContractMemory extends RealtimeSubject {
  /**
   * While a subscriber blocks, retention frees what it did not read: of all entries that the log
   * has no more, one batch is held for it. Seen at the payloads of the log, so copies that a remote
   * client makes of them are not.
   */
  @Test
  @Verifies("2.10")
  default void required_2_10_aBlockedSubscriberHoldsABatchAndNoMore() throws InterruptedException {
    try (Lobby lobby = Lobby.of(this)) {
      assumeTrue(lobby.fixture().log().isPresent(), "the log cannot be read past the realtime");
      ChannelLog log = lobby.fixture().log().orElseThrow().open(lobby.channel().name());
      RecordingSubscriber<String> blocked = new RecordingSubscriber<>();
      blocked.blockAt(1);
      lobby.channel().subscribe(Start.earliest(), blocked);
      lobby.publish("first");
      blocked.awaitBlocked();
      WatchedPayloads payloads = new WatchedPayloads(log);
      while (payloads.trimmed() < 100) {
        publishMegabyte(lobby);
        payloads.watchNew();
      }

      payloads.awaitFreed();

      assertEquals(1, blocked.messages().size(), "the messages of the blocked subscriber");
      blocked.release();
    }
  }

  private static void publishMegabyte(Lobby lobby) {
    List<CompletionStage<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < (1 << 20) / WatchedPayloads.SIZE; i++) {
      receipts.add(lobby.channel().publish("x".repeat(WatchedPayloads.SIZE)));
    }
    receipts.forEach(receipt -> Waits.join(receipt, "a receipt"));
  }
}
