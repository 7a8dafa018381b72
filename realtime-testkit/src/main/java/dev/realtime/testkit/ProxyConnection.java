package dev.realtime.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client's connection to a proxy and the proxy's to the server. Thread-safe. */
final class ProxyConnection {
  private static final int CONNECT_MILLIS = 10_000;

  private final Socket client;
  private final Socket server = new Socket();
  private final Set<ProxyConnection> present;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger(2);
  private final ProxyPump toServer;
  private final ProxyPump toClient;
  private volatile @Nullable Ending ending;

  private ProxyConnection(Socket client, Faults faults, Set<ProxyConnection> present) {
    this.client = client;
    this.present = present;
    this.ending = faults.nextEnding().orElse(null);
    toServer = new ProxyPump(Direction.CLIENT_TO_SERVER, client, server, this, faults);
    toClient = new ProxyPump(Direction.SERVER_TO_CLIENT, server, client, this, faults);
  }

  /** A connection that is in a set until it is over. */
  static ProxyConnection of(Socket client, Faults faults, Set<ProxyConnection> present) {
    ProxyConnection connection = new ProxyConnection(client, faults, present);
    present.add(connection);
    return connection;
  }

  void connect(InetSocketAddress target) throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    server.connect(target, CONNECT_MILLIS);
  }

  List<Runnable> pumps() {
    return List.of(toServer, toClient);
  }

  /** The end that this connection is to have, if bytes of the direction bring it. */
  Optional<Ending> endingOf(Direction direction) {
    return Optional.ofNullable(ending).filter(e -> e.direction() == direction);
  }

  ProxyPump opposite(Direction direction) {
    return direction == Direction.CLIENT_TO_SERVER ? toClient : toServer;
  }

  void darken(Direction direction) {
    (direction == Direction.CLIENT_TO_SERVER ? toServer : toClient).darken();
  }

  /** Ends both sides with RST. */
  void cut() {
    reset(client);
    reset(server);
    finish();
  }

  /** Ends both sides with FIN; what they still say is read, so that the FIN does not become RST. */
  void closeOrderly() throws IOException {
    toClient.closeOrderly();
    toServer.closeOrderly();
  }

  void end(Ending.Manner manner) throws IOException {
    if (manner == Ending.Manner.RESET) {
      cut();
    } else {
      closeOrderly();
    }
  }

  /** Forgets the end that was to come and sends what is held. */
  void heal() {
    ending = null;
    toClient.release();
    toServer.release();
  }

  void pumpEnded() {
    if (running.decrementAndGet() == 0) {
      close(client);
      close(server);
      finish();
    }
  }

  /** Waits, but not longer than this connection lives. */
  void pause(Duration delay) throws InterruptedException {
    over.await(delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // Closed already; there is nobody left to be told.
    }
    close(socket);
  }

  private void finish() {
    over.countDown();
    present.remove(this);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
