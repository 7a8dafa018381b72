package dev.realtime.jetty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection on which a test sends bytes as they are. */
final class RawHttp implements AutoCloseable {
  /** The headers that ask for a socket, as RFC 6455 has them. */
  static final String HANDSHAKE =
      String.join(
          "\r\n",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "");

  private final Socket socket;

  RawHttp(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(10_000);
  }

  /** Sends characters as bytes, each below 256. */
  RawHttp send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  Socket socket() {
    return socket;
  }

  /** The head of an answer and its body, which is as long as the head says. */
  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    /** A header as it was sent; empty if it is missing. */
    String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ": ";
      for (String line : head.split("\r\n")) {
        if (line.toLowerCase(Locale.ROOT).startsWith(start)) {
          return line.substring(start.length());
        }
      }
      return "";
    }
  }

  Answer read() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("the connection ended after: " + head);
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    String length = new Answer(text, "").header("Content-Length");
    int size = length.isEmpty() ? 0 : Integer.parseInt(length);
    byte[] body = socket.getInputStream().readNBytes(size);
    return new Answer(text, new String(body, StandardCharsets.UTF_8));
  }

  static Answer ask(URI server, String request) throws IOException {
    try (RawHttp raw = new RawHttp(server)) {
      return raw.send(request).read();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
