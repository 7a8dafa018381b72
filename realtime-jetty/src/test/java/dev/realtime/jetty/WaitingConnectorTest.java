package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that wait for an answer, which the thread of the test writes as the flusher. */
class WaitingConnectorTest {
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final int LARGE = 16 << 20;

  private final Thread flusher = Thread.currentThread();
  private final QueuedThreadPool threads = new QueuedThreadPool();
  private final Server server = new Server(threads);
  private final WaitingConnector connector =
      new WaitingConnector(
          server, threads, () -> Thread.currentThread() == flusher, new HttpConfiguration());
  private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();

  private record Waiting(Response response, Callback callback) {
    void answer(int size) {
      response.getHeaders().put("Content-Length", size);
      response.write(true, ByteBuffer.allocate(size), callback);
    }
  }

  @BeforeEach
  void start() throws Exception {
    connector.setHost("localhost");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            request.addIdleTimeoutListener(timeout -> false);
            return waiting.add(new Waiting(response, callback));
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("localhost", connector.getLocalPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private Waiting next() throws InterruptedException {
    Waiting next = waiting.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("a request within 10 s").isNotNull();
    return next;
  }

  /** Reads an answer whole; its content is zeros. */
  private static void readAnswer(Socket socket, int size) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 200");
    assertThat(socket.getInputStream().readNBytes(size)).hasSize(size).containsOnly(0);
  }

  private long selects() {
    return connector.getSelectorManager().getBean(ManagedSelector.class).getSelectCount();
  }

  private void exchange(Socket socket, int times) throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      send(socket, REQUEST);
      next().answer(1);
      readAnswer(socket, 1);
    }
  }

  @Test
  void oneRequestAfterTheOtherIsServed() throws Exception {
    try (Socket socket = connect()) {
      exchange(socket, 1_000);
    }
  }

  @Test
  void requestsThatCameTogetherAreServed() throws Exception {
    try (Socket socket = connect()) {
      send(socket, REQUEST + REQUEST + REQUEST);
      for (int i = 0; i < 3; i++) {
        next().answer(1);
        readAnswer(socket, 1);
      }

      exchange(socket, 3);
    }
  }

  @Test
  void aRequestThatCameWhileTheFormerWaitedIsServed() throws Exception {
    try (Socket socket = connect();
        Socket other = connect()) {
      send(socket, REQUEST);
      Waiting first = next();
      send(socket, REQUEST);
      exchange(other, 10);

      first.answer(1);
      next().answer(1);
      readAnswer(socket, 1);
      readAnswer(socket, 1);

      exchange(socket, 3);
    }
  }

  @Test
  void anAnswerThatTheNetworkTakesInPiecesArrivesWhole() throws Exception {
    try (Socket socket = connect()) {
      for (int i = 0; i < 3; i++) {
        send(socket, REQUEST);
        next().answer(LARGE);
        readAnswer(socket, LARGE);
      }

      exchange(socket, 3);
    }
  }

  @Test
  void aPeerThatWentWhileItWaitedKeepsNobodyBusy() throws Exception {
    try (Socket other = connect()) {
      try (Socket socket = connect()) {
        exchange(socket, 1);
        send(socket, REQUEST);
        next();
      }
      long before = selects();

      exchange(other, 1_000);

      assertThat(selects() - before).isLessThan(10_000);
    }
  }
}
