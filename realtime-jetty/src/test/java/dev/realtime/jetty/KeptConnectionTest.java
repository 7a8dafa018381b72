package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection does after an answer that came later than its request was handled. */
class KeptConnectionTest {
  private static final String EMPTY_POLL = "GET %s/channels/a?after=0:0&wait=20 HTTP/1.1\r\n%s\r\n";

  private final RealtimeServer server =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();
  private final Http http = new Http(server.url());

  @AfterEach
  void stop() {
    server.close();
  }

  private String poll(String headers) {
    return EMPTY_POLL.formatted(server.url().getPath(), "Host: localhost\r\n" + headers);
  }

  private Socket connect() throws IOException {
    URI url = server.url();
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private void awaitParked() {
    while (!http.get("/status").body().contains("longPolls: 1")) {
      Thread.onSpinWait();
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String readUntil(InputStream in, String end, int times) throws IOException {
    StringBuilder read = new StringBuilder();
    int found = 0;
    while (found < times) {
      int next = in.read();
      assertThat(next).as("the end, after %s", read).isNotNegative();
      read.append((char) next);
      if (read.toString().endsWith(end)) {
        found++;
      }
    }
    return read.toString();
  }

  @Test
  void theNextRequestIsServed() throws IOException {
    try (Socket socket = connect()) {
      send(socket, poll(""));
      awaitParked();
      http.post("/channels/a", "text/plain", "one");
      assertThat(readUntil(socket.getInputStream(), "]}", 1)).contains("\"one\"");

      send(socket, poll(""));

      assertThat(readUntil(socket.getInputStream(), "]}", 1)).contains("\"one\"");
    }
  }

  @Test
  void aRequestThatCameBeforeTheAnswerIsServed() throws IOException {
    try (Socket socket = connect()) {
      send(socket, poll("") + poll("") + poll(""));
      awaitParked();

      http.post("/channels/a", "text/plain", "one");

      assertThat(readUntil(socket.getInputStream(), "]}", 3)).contains("\"one\"");
    }
  }

  @Test
  void aConnectionThatIsToBeClosedEnds() throws IOException {
    try (Socket socket = connect()) {
      send(socket, poll("Connection: close\r\n"));
      awaitParked();

      http.post("/channels/a", "text/plain", "one");

      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(all).contains("Connection: close").endsWith("]}");
    }
  }
}
