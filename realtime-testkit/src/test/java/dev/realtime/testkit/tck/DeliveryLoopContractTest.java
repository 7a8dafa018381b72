package dev.realtime.testkit.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Position;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.core.loop.DeliveryLoop;
import dev.realtime.core.loop.DeliveryMode;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.LogEngine;
import dev.realtime.spi.Outlet;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

final class DeliveryLoopContractTest implements DeliveryContract {
  private static final Executor DIRECT = Runnable::run;

  @Override
  public void deliver(LogEngine engine, Outlet outlet) {
    new DeliveryLoop(
            DeliveryGroups.of(engine, DIRECT).group("a"),
            Position.ORIGIN,
            outlet,
            DeliveryMode.CONTINUOUS)
        .run();
  }

  @Test
  void aDeliveryThatDoesNotWaitForTheOutletIsFound() {
    DeliveryContract hasty = (engine, outlet) -> hurry(engine.open("a"), Position.ORIGIN, outlet);

    assertThatThrownBy(
            hasty::required_4_18_oneBatchIsWrittenAtATimeAndTheNextHoldsWhatCameMeanwhile)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "writes before the first batch was taken ==> expected: <[1..1]> but was: <[1..1, 2..2");
  }

  private static void hurry(ChannelLog log, Position after, Outlet outlet) {
    Batch batch = FakeServer.read(log, after);
    if (!batch.isEmpty()) {
      outlet.write(batch);
    }
    log.onGrowth(batch.last(), () -> hurry(log, batch.last(), outlet));
  }
}
