package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.TransportEntries.append;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.core.loop.SubscriptionLoop;
import dev.realtime.core.wire.Codecs;
import dev.realtime.spi.Exchange;
import dev.realtime.testkit.Direction;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What SPEC §4 asks of a transport whose exchange stays open and beats. */
public interface TransportStreamContract {
  /** A transport with a server and a proxy of its own, for one test. */
  TransportFaultFixture newFixture();

  @Test
  @Verifies("4.11")
  default void required_4_11_aSilentServerIsALoss() {
    try (TransportFaultFixture fixture = newFixture()) {
      RecordingInlet inlet = new RecordingInlet();
      fixture.transport().open("a/b", Start.after(Position.ORIGIN), inlet);
      inlet.awaitOpen();

      fixture.proxy().blackHole(Direction.SERVER_TO_CLIENT);
      long since = System.nanoTime();
      append(fixture.log("a/b"), 1);

      TransportFixtures.assertSilenceIsFound(fixture, inlet, since);
    }
  }

  @Test
  @Verifies("4.11")
  default void required_4_11_aHeartbeatCarriesTheHead() {
    try (TransportFaultFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 3);
      RecordingInlet inlet = new RecordingInlet();
      Exchange exchange = fixture.transport().open("a/b", Start.latest(), inlet);

      List<Position> heads = inlet.awaitHeads(2);

      exchange.cancel();
      Assertions.assertEquals(3, heads.get(0).offset());
      Assertions.assertEquals(List.of(), inlet.violations());
    }
  }

  @Test
  @Verifies("4.11")
  default void required_4_11_aSlowHandlerIsNotSilence() {
    try (TransportFaultFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 250);
      RecordingInlet slow = new RecordingInlet();
      slow.hold();
      Exchange exchange = fixture.transport().open("a/b", Start.earliest(), slow);
      slow.awaitBatches(1);
      RecordingInlet clock = new RecordingInlet();
      Exchange ticking = fixture.transport().open("c/d", Start.latest(), clock);
      clock.awaitHeads(4);
      Assertions.assertEquals(List.of(), slow.ends(), slow::timeline);

      slow.release();

      slow.awaitEntries(250);
      Assertions.assertEquals(List.of(), slow.ends(), slow::timeline);
      ticking.cancel();
      exchange.cancel();
    }
  }

  @Test
  @Verifies("4.11")
  default void required_4_11_anyByteIsLife() {
    try (TransportFaultFixture fixture = newFixture()) {
      RecordingInlet inlet = new RecordingInlet();
      Exchange exchange = fixture.transport().open("a/b", Start.after(Position.ORIGIN), inlet);
      inlet.awaitOpen();
      fixture.proxy().delay(Direction.SERVER_TO_CLIENT, fixture.heartbeat().dividedBy(2));

      TransportEntries.appendLarge(fixture.log("a/b"), 4);

      inlet.awaitEntries(4);
      exchange.cancel();
    }
  }

  @Test
  @Verifies("4.11")
  default void required_4_11_twoHeartbeatsAheadOfThePositionCauseAReopen() {
    try (TransportFaultFixture fixture = newFixture()) {
      append(fixture.log("a/b"), 150);
      FaultyTransport losing = FaultyTransport.losing(fixture.transport(), 2);
      TransportReading.Manner manner =
          (channel, options, subscriber, transport, context) -> {
            SubscriptionLoop<String> loop =
                new SubscriptionLoop<>(
                    channel, Codecs.of(String.class), options, subscriber, transport, context);
            loop.start();
            return loop;
          };
      try (TransportReading reading =
          new TransportReading(manner, losing, "a/b", Start.earliest())) {
        reading.awaitAll(150);
        Assertions.assertEquals(2, losing.opens(), "exchanges");
      }
    }
  }
}
