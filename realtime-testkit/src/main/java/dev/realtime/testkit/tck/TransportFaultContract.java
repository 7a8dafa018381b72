package dev.realtime.testkit.tck;

import static dev.realtime.testkit.tck.TransportEntries.all;
import static dev.realtime.testkit.tck.TransportEntries.append;
import static dev.realtime.testkit.tck.TransportEntries.appendOfEachKind;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.testkit.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What SPEC §4 asks of every transport over a network that cuts, delays and swallows. */
public interface TransportFaultContract {
  /** A transport with a server and a proxy of its own, for one test. */
  TransportFaultFixture newFixture();

  @Test
  @Verifies("4.4")
  default void required_4_4_aResetAtAnyByteIsALossAndNeverADamagedBatch() {
    assertCutsAreLosses(true);
  }

  @Test
  @Verifies("4.4")
  default void required_4_4_anEarlyEndAtAnyByteIsALossAndNeverADamagedBatch() {
    assertCutsAreLosses(false);
  }

  private void assertCutsAreLosses(boolean reset) {
    try (TransportFaultFixture fixture = newFixture()) {
      ChannelLog log = fixture.log("a/b");
      append(log, 2);
      boolean whole = false;
      for (int bytes = 0; !whole; bytes++) {
        Assertions.assertTrue(bytes < 10_000, "no batch within 10,000 bytes");
        whole = readsTwoEntries(fixture, bytes, reset);
      }
    }
  }

  private static boolean readsTwoEntries(TransportFaultFixture fixture, int bytes, boolean reset) {
    fixture.proxy().cutAll();
    if (reset) {
      fixture.proxy().cutNext(Direction.SERVER_TO_CLIENT, bytes);
    } else {
      fixture.proxy().truncateNext(Direction.SERVER_TO_CLIENT, bytes);
    }
    RecordingInlet inlet = new RecordingInlet();
    Exchange exchange = fixture.transport().open("a/b", Start.after(Position.ORIGIN), inlet);
    inlet.awaitEntriesOrEnd(1);
    boolean whole = !inlet.batches().isEmpty();
    if (whole) {
      Assertions.assertEquals(all(fixture.log("a/b")), inlet.entries());
    } else {
      Assertions.assertInstanceOf(
          EndReason.Lost.class,
          inlet.awaitEnd(),
          () -> "the end after a cut at byte " + bytes + ":\n" + inlet.timeline());
    }
    exchange.cancel();
    inlet.awaitEnd();
    Assertions.assertEquals(List.of(), inlet.violations());
    return whole;
  }

  @Test
  @Verifies("4.4")
  default void required_4_4_bytesThatComeOneByOneMakeTheSameBatches() {
    try (TransportFaultFixture fixture = newFixture()) {
      int count = appendOfEachKind(fixture.log("a/b"));
      append(fixture.log("a/b"), 150);
      fixture.proxy().slice(Direction.SERVER_TO_CLIENT);

      TransportReader reader =
          new TransportReader(fixture.transport(), "a/b", Start.earliest()).until(count + 150);

      Assertions.assertEquals(all(fixture.log("a/b")), reader.entries());
      reader.assertChained();
    }
  }

  @Test
  @Verifies("4.5")
  default void required_4_5_anyNodeServesAnExchangeFromThePositionAlone() {
    try (TransportFaultFixture fixture = newFixture()) {
      ChannelLog log = fixture.log("a/b");
      Position at = Position.ORIGIN;
      for (int node : List.of(0, 1, 0, 1, 2, 0, 2)) {
        fixture.useNode(node);
        append(log, 1);
        RecordingInlet inlet = new RecordingInlet();
        Exchange exchange = fixture.transport().open("a/b", Start.after(at), inlet);
        Batch batch = inlet.awaitBatches(1).get(0);
        exchange.cancel();
        Assertions.assertEquals(at, batch.previous(), "on node " + node);
        Assertions.assertEquals(1, batch.entries().size(), "on node " + node);
        at = batch.last();
      }
      Assertions.assertEquals(7, at.offset());
    }
  }

  @Test
  @Verifies({"4.10", "4.19"})
  default void required_4_19_anAnswerThatIsNotUnderstoodIsJudgedByItsStatus() {
    Map<Integer, Class<? extends EndReason>> expected =
        Map.of(
            302, EndReason.Lost.class,
            403, EndReason.Refused.class,
            404, EndReason.Refused.class,
            418, EndReason.Refused.class,
            429, EndReason.Lost.class,
            500, EndReason.Lost.class,
            503, EndReason.Lost.class,
            599, EndReason.Lost.class);
    try (TransportFaultFixture fixture = newFixture()) {
      expected.forEach(
          (status, kind) ->
              Assertions.assertInstanceOf(
                  kind, answered(fixture, status, Map.of()), () -> "the end after " + status));
      Map<String, String> later = Map.of("Retry-After", "7");
      for (int status : List.of(429, 503)) {
        EndReason.Lost lost =
            Assertions.assertInstanceOf(EndReason.Lost.class, answered(fixture, status, later));
        Assertions.assertEquals(Optional.of(Duration.ofSeconds(7)), lost.retryAfter());
      }
    }
  }

  private static EndReason answered(
      TransportFaultFixture fixture, int status, Map<String, String> headers) {
    fixture.proxy().answerNext(status, headers);
    RecordingInlet inlet = new RecordingInlet();
    fixture.transport().open("a/b", Start.latest(), inlet);
    return inlet.awaitEnd();
  }
}
