package dev.realtime.testkit;

import static dev.realtime.testkit.Direction.CLIENT_TO_SERVER;
import static dev.realtime.testkit.Direction.SERVER_TO_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault, seen from both ends by plain sockets. */
class FaultProxyTest {
  private static final int CAP_MILLIS = 10_000;

  private final List<Socket> sockets = new ArrayList<>();
  private final ServerSocket listener;
  private final FaultProxy proxy;

  FaultProxyTest() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(CAP_MILLIS);
    proxy =
        FaultProxy.to(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()), 7);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    proxy.close();
    proxy.close();
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    assertThat(proxy.openConnections()).isZero();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("realtime-fault-proxy-"));
  }

  @Test
  void passesBytesAndHalfClosesBothWays() throws IOException {
    Pair pair = connect();

    write(pair.client, "question");
    pair.client.shutdownOutput();

    assertThat(readAll(pair.server)).isEqualTo("question");
    write(pair.server, "answer");
    pair.server.close();
    assertThat(readAll(pair.client)).isEqualTo("answer");
    assertThat(proxy.connections()).isEqualTo(1);
    assertThat(proxy.toString()).contains("seed=7").contains("connections=1");
  }

  @Test
  void cutsPresentConnections() throws IOException {
    Pair one = connect();
    Pair two = connect();

    proxy.cutAll();

    for (Socket end : List.of(one.client, one.server, two.client, two.server)) {
      assertReset(end, "");
    }
  }

  @ParameterizedTest
  @EnumSource
  void cutsAfterSoManyBytes(Direction direction) throws IOException {
    proxy.cutNext(direction, 3);
    Pair pair = connect();

    write(pair.sender(direction), "abcdef");

    assertReset(pair.receiver(direction), "abc");
    assertReset(pair.sender(direction), "");
    assertPasses(connect());
  }

  @Test
  void cutsBeforeTheFirstByteOfAnAnswer() throws IOException {
    proxy.cutNext(SERVER_TO_CLIENT, 0);
    Pair pair = connect();

    write(pair.client, "stored");
    assertThat(read(pair.server, 6)).isEqualTo("stored");
    write(pair.server, "answer");

    assertReset(pair.client, "");
  }

  @Test
  void cutsEveryConnectionAtRandomUntilHealed() throws IOException {
    proxy.cutRandomly(1, 8);
    for (int i = 0; i < 5; i++) {
      Pair pair = connect();

      write(pair.client, "to the server");

      assertThatThrownBy(() -> writeAndReadAll(pair.server, "to the client"))
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> readAll(pair.client)).isInstanceOf(SocketException.class);
    }

    proxy.heal();

    assertPasses(connect());
  }

  @Test
  void equalSeedsCutAtEqualBytes() {
    assertThat(endings(1)).isEqualTo(endings(1)).isNotEqualTo(endings(2));
  }

  @ParameterizedTest
  @EnumSource
  void truncatesOrderly(Direction direction) throws IOException {
    proxy.truncateNext(direction, 3);
    Pair pair = connect();

    write(pair.sender(direction), "abcdef");

    assertThat(readAll(pair.receiver(direction))).isEqualTo("abc");
    assertThat(readAll(pair.sender(direction))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void swallowsOneDirectionForGood(Direction direction) throws IOException {
    Pair pair = connect();
    proxy.blackHole(direction);

    write(pair.sender(direction), "lost");
    write(pair.receiver(direction), "heard");
    assertThat(read(pair.sender(direction), 5)).isEqualTo("heard");
    pair.sender(direction).shutdownOutput();
    write(pair.receiver(direction), "still");
    assertThat(read(pair.sender(direction), 5)).isEqualTo("still");
    proxy.heal();

    assertPasses(connect());
    proxy.cutAll();
    assertReset(pair.receiver(direction), "");
  }

  @Test
  void slicesPassEveryByte() throws IOException {
    proxy.slice(SERVER_TO_CLIENT);
    Pair pair = connect();

    write(pair.server, "0123456789");

    assertThat(read(pair.client, 10)).isEqualTo("0123456789");
  }

  @Test
  void delaysAChunk() throws IOException {
    Duration delay = Duration.ofMillis(20);
    Pair pair = connect();
    proxy.delay(CLIENT_TO_SERVER, delay);

    long before = System.nanoTime();
    write(pair.client, "late");

    assertThat(read(pair.server, 4)).isEqualTo("late");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void closeDoesNotWaitForADelay() throws IOException {
    Pair pair = connect();
    proxy.delay(CLIENT_TO_SERVER, Duration.ofDays(1));
    write(pair.client, "never");

    proxy.close();

    assertReset(pair.server, "");
  }

  @Test
  void holdsBytesUntilThereAreEnough() throws IOException {
    proxy.hold(SERVER_TO_CLIENT, 6);
    Pair pair = connect();

    write(pair.server, "abc");
    write(pair.client, "question");
    assertThat(read(pair.server, 8)).isEqualTo("question");
    write(pair.server, "def");
    assertThat(read(pair.client, 6)).isEqualTo("abcdef");

    write(pair.server, "lost");
    proxy.cutAll();
    assertReset(pair.client, "");
  }

  @Test
  void sendsWhatItHeldAtTheEnd() throws IOException {
    proxy.hold(SERVER_TO_CLIENT, 100);
    Pair pair = connect();

    write(pair.server, "abc");
    pair.server.close();

    assertThat(readAll(pair.client)).isEqualTo("abc");
  }

  @Test
  void sendsWhatItHeldWhenHealed() throws IOException {
    proxy.hold(SERVER_TO_CLIENT, 100);
    Pair pair = connect();

    write(pair.server, "abc");
    proxy.heal();

    assertThat(read(pair.client, 3)).isEqualTo("abc");
  }

  @Test
  void refusesConnections() throws IOException {
    proxy.refuseConnections();

    assertReset(dial(), "");
    assertThat(proxy.connections()).isEqualTo(1);
    proxy.heal();

    assertPasses(connect());
  }

  @Test
  void resetsTheClientIfTheServerIsDown() throws IOException {
    listener.close();

    assertReset(dial(), "");
  }

  @Test
  void answersTheNextRequestItself() throws IOException {
    Pair pair = connect();
    write(pair.client, "GET /1 HTTP/1.1\r\n\r\n");
    assertThat(read(pair.server, 19)).startsWith("GET /1");
    proxy.answerNext(503, Map.of("Retry-After", "2"));

    write(pair.client, "GET /2 HT");
    write(pair.client, "TP/1.1\r\nHost: a\r\n\r\n");

    assertThat(readAll(pair.client))
        .startsWith("HTTP/1.1 503 ")
        .contains("\r\nRetry-After: 2\r\n")
        .contains("\r\nContent-Length: 0\r\n")
        .endsWith("\r\n\r\n");
    assertThat(readAll(pair.server)).isEmpty();
    assertPasses(connect());
  }

  @Test
  void refusesUpgradesOnly() throws IOException {
    proxy.refuseUpgrades(403);
    Pair socket = connect();
    Pair poll = connect();

    write(socket.client, "GET /ws HTTP/1.1\r\nupgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n");
    write(poll.client, "GET /poll HTTP/1.1\r\n\r\n");

    assertThat(readAll(socket.client)).startsWith("HTTP/1.1 403 ");
    assertThat(readAll(socket.server)).isEmpty();
    assertThat(read(poll.server, 22)).isEqualTo("GET /poll HTTP/1.1\r\n\r\n");
  }

  @Test
  void passesLaterConnectionsToAnotherServer() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      other.setSoTimeout(CAP_MILLIS);
      proxy.redirect(new InetSocketAddress(other.getInetAddress(), other.getLocalPort()));

      assertPasses(new Pair(dial(), keep(other.accept())));
    }
  }

  private record Pair(Socket client, Socket server) {
    Socket sender(Direction direction) {
      return direction == CLIENT_TO_SERVER ? client : server;
    }

    Socket receiver(Direction direction) {
      return direction == CLIENT_TO_SERVER ? server : client;
    }
  }

  private Pair connect() throws IOException {
    return new Pair(dial(), keep(listener.accept()));
  }

  private Socket dial() throws IOException {
    return keep(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
  }

  private Socket keep(Socket socket) throws IOException {
    socket.setSoTimeout(CAP_MILLIS);
    sockets.add(socket);
    return socket;
  }

  private static void assertPasses(Pair pair) throws IOException {
    write(pair.client, "ping");
    assertThat(read(pair.server, 4)).isEqualTo("ping");
    write(pair.server, "pong");
    assertThat(read(pair.client, 4)).isEqualTo("pong");
  }

  private static void assertReset(Socket socket, String before) throws IOException {
    if (!before.isEmpty()) {
      assertThat(read(socket, before.length())).isEqualTo(before);
    }
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Either half throws on a connection that was reset, but only the first of them. */
  private static void writeAndReadAll(Socket socket, String text) throws IOException {
    write(socket, text);
    readAll(socket);
  }

  private static String read(Socket socket, int size) throws IOException {
    return new String(socket.getInputStream().readNBytes(size), StandardCharsets.UTF_8);
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static List<Ending> endings(long seed) {
    Faults faults = new Faults(seed);
    faults.cutRandomly(List.of(Direction.values()), 10, 20);
    List<Ending> endings = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      endings.add(faults.nextEnding().orElseThrow());
    }
    assertThat(endings).allMatch(e -> e.bytes() >= 10 && e.bytes() <= 20);
    return endings;
  }
}
