package dev.realtime.jetty.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.core.loop.DeliveryGroup;
import dev.realtime.spi.Append;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.NewEntry;
import dev.realtime.testkit.FakeTimers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.junit.jupiter.api.Test;

class SocketSubscriptionTest {
  private final ChannelLog log =
      new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1)).open("a");
  private final QuickPeer peer = new QuickPeer();
  private final SocketSubscription subscription =
      new SocketSubscription(
          new DeliveryGroup(log, 1, 1, Runnable::run),
          new SocketSink(new CoreSession.Empty(), peer, new FakeTimers(), Duration.ofSeconds(10)),
          1);

  @Test
  void anAckThatComesBeforeTheSendReturnsCounts() {
    NewEntry entry = new NewEntry(Payload.json("1"), PublishOptions.defaults());
    log.append(Append.anonymous(Collections.nCopies(5, entry)));

    subscription.begin(Position.ORIGIN, Position.ORIGIN);

    assertThat(peer.received).hasSize(6);
  }

  /** Acknowledges each batch inside the call that sends it. */
  private final class QuickPeer extends ByteArrayEndPoint {
    private final List<String> received = new ArrayList<>();

    @Override
    public boolean flush(ByteBuffer... frames) {
      for (ByteBuffer frame : frames) {
        String text = StandardCharsets.ISO_8859_1.decode(frame).toString();
        received.add(text);
        if (text.contains("\"last\"")) {
          String last = text.replaceAll("(?s).*\"last\":\"([^\"]+)\".*", "$1");
          subscription.acknowledge(Position.parse(last));
        }
      }
      return true;
    }
  }
}
