package dev.realtime.okhttp.webhook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends a text to the first connection, once it has sent something, and says no more. */
final class FakeEndpoint implements AutoCloseable {
  private final ServerSocket listener;
  private final Thread thread;

  FakeEndpoint(String text) {
    try {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(() -> talk(text), "endpoint");
    thread.setDaemon(true);
    thread.start();
  }

  private void talk(String text) {
    try (Socket socket = listener.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
      int first = in.read();
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      while (first >= 0 && in.read() >= 0) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  String authority() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
