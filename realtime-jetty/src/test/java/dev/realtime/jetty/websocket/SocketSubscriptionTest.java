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
import dev.realtime.spi.Timers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.junit.jupiter.api.Test;

class SocketSubscriptionTest {
  private final ChannelLog log =
      new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1)).open("a");
  private final QuickPeer peer = new QuickPeer();
  private final SocketSubscription subscription =
      new SocketSubscription(
          new DeliveryGroup(log, 1, 1, Runnable::run), new SocketSink(peer), 1, new NoTimers());

  @Test
  void anAckThatComesBeforeTheSendReturnsCounts() {
    NewEntry entry = new NewEntry(Payload.json("1"), PublishOptions.defaults());
    log.append(Append.anonymous(Collections.nCopies(5, entry)));

    subscription.begin(Position.ORIGIN, Position.ORIGIN);

    assertThat(peer.received).hasSize(6);
  }

  /** Acknowledges each batch inside the call that sends it. */
  private final class QuickPeer extends CoreSession.Empty {
    private final List<String> received = new ArrayList<>();

    @Override
    public void sendFrame(Frame frame, Callback callback, boolean batch) {
      String text = StandardCharsets.UTF_8.decode(frame.getPayload().slice()).toString();
      received.add(text);
      if (text.contains("\"last\"")) {
        String last = text.replaceAll(".*\"last\":\"([^\"]+)\".*", "$1");
        subscription.acknowledge(Position.parse(last));
      }
      callback.succeeded();
    }
  }

  private static final class NoTimers implements Timers {
    @Override
    public Runnable schedule(Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public long nanoTime() {
      return 1;
    }
  }
}
