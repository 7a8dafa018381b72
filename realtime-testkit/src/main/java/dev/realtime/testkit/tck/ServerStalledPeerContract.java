package dev.realtime.testkit.tck;

import dev.realtime.spi.Append;
import dev.realtime.spi.NewEntry;
import dev.realtime.testkit.RecordingSubscriber;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SPEC 4.18 asks of a server whose peer asks for much and reads nothing. */
public interface ServerStalledPeerContract {
  /** A server of its own for one test, which cuts a peer that takes nothing within 5 seconds. */
  ServerFixture newServer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept: text/event-stream",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
      })
  @Verifies({"4.18", "4.11"})
  default void required_4_18_onlyWhatTheSocketTakesIsReadAndAStalledPeerIsCut(String header)
      throws IOException {
    int entries = 1_000;
    int bytes = 32_000;
    try (ServerFixture server = newServer();
        Socket peer = new Socket()) {
      NewEntry large = TransportEntries.entry("\"" + "x".repeat(bytes) + "\"");
      FaultyLogEngine engine = server.engine();
      TransportEntries.join(
          engine.open("a").append(Append.anonymous(Collections.nCopies(entries, large))));
      peer.setReceiveBufferSize(4_096);
      URI url = server.url();
      peer.connect(new InetSocketAddress(url.getHost(), url.getPort()));
      String request =
          "GET %s/channels/a?after=earliest HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n"
              .formatted(url.getPath(), header);
      peer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      await(() -> server.open() == 1, "the exchange of a peer that reads nothing");

      await(
          () -> server.open() == 0 || engine.readTo("a") == entries,
          "the cut of a peer that reads nothing");

      long batch = (1 << 18) / bytes + 1;
      long readTo = engine.readTo("a");
      Assertions.assertTrue(
          readTo >= 1 && readTo <= entries - 2 * batch,
          () -> "read to offset " + readTo + " of " + entries + " for a peer that reads nothing");
    }
  }

  private static void await(BooleanSupplier there, String what) {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + RecordingSubscriber.CAP.toNanos();
    try {
      while (!there.getAsBoolean() && System.nanoTime() < end) {
        Assertions.assertFalse(never.await(5, TimeUnit.MILLISECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Assertions.assertTrue(there.getAsBoolean(), () -> what + " did not come within 10 s");
  }
}
