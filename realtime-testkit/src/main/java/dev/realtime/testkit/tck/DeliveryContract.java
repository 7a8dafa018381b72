package dev.realtime.testkit.tck;

import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.LogEngine;
import dev.realtime.spi.Outlet;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What SPEC 4.18 asks of whoever reads a log and writes to an outlet. */
public interface DeliveryContract {
  /** Delivers the channel {@code a} from its beginning to an outlet, as it grows. */
  void deliver(LogEngine engine, Outlet outlet);

  @Test
  @Verifies("4.18")
  default void required_4_18_oneBatchIsWrittenAtATimeAndTheNextHoldsWhatCameMeanwhile()
      throws InterruptedException {
    try (LogEngine engine =
        new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1))) {
      ChannelLog log = engine.open("a");
      RecordingOutlet slow = new RecordingOutlet();
      RecordingOutlet other = new RecordingOutlet();
      slow.hold();
      deliver(engine, slow);
      deliver(engine, other);
      TransportEntries.append(log, 1);
      slow.awaitOffset(1);
      TransportEntries.append(log, 1);
      TransportEntries.append(log, 1);
      other.awaitOffset(3);
      Assertions.assertEquals(
          List.of("1..1"), slow.writes(), "writes before the first batch was taken");

      slow.release();

      slow.awaitOffset(3);
      Assertions.assertEquals(List.of("1..1", "2..3"), slow.writes(), "writes when it was taken");
    }
  }
}
