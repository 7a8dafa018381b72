package dev.realtime.testkit.tck;

import dev.realtime.Start;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Entry;
import dev.realtime.spi.Exchange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/**
 * Reads a channel over one exchange after the other, as a loop without pauses does. Confined to one
 * test.
 */
final class TransportReader {
  private final ClientTransport transport;
  private final String channel;
  private final List<Taken> exchanges = new ArrayList<>();
  private Start next;

  /** An exchange: what was asked for and what came. */
  record Taken(Start asked, RecordingInlet inlet) {}

  TransportReader(ClientTransport transport, String channel, Start from) {
    this.transport = transport;
    this.channel = channel;
    this.next = from;
  }

  /** Reads until so many entries came in all, over at most 100 exchanges. */
  TransportReader until(int entries) {
    for (int i = 0; i < 100 && entries().size() < entries; i++) {
      exchange(entries - entries().size());
    }
    Assertions.assertEquals(entries, entries().size(), () -> "entries that came: " + timeline());
    return this;
  }

  private void exchange(int missing) {
    RecordingInlet inlet = new RecordingInlet();
    exchanges.add(new Taken(next, inlet));
    Exchange exchange = transport.open(channel, next, inlet);
    inlet.awaitEntriesOrEnd(missing);
    exchange.cancel();
    EndReason end = inlet.awaitEnd();
    Assertions.assertInstanceOf(EndReason.Completed.class, end, inlet::timeline);
    List<Batch> batches = inlet.batches();
    if (!batches.isEmpty()) {
      next = Start.after(batches.get(batches.size() - 1).last());
    }
  }

  List<Taken> exchanges() {
    return exchanges;
  }

  List<Entry> entries() {
    return exchanges.stream().flatMap(e -> e.inlet().entries().stream()).toList();
  }

  String timeline() {
    return String.join("\n", exchanges.stream().map(e -> e.inlet().timeline()).toList());
  }

  /** Asserts that each exchange began at what was asked for, and broke no rule. */
  void assertChained() {
    for (Taken exchange : exchanges) {
      RecordingInlet inlet = exchange.inlet();
      if (exchange.asked() instanceof Start.After after) {
        Assertions.assertEquals(after.position(), inlet.awaitOpen(), "the position of onOpen");
      }
      Assertions.assertEquals(List.of(), inlet.violations(), inlet::timeline);
    }
  }
}
