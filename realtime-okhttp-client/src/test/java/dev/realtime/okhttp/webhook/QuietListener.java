package dev.realtime.okhttp.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Listens on the loopback address, and can prove that nobody came. */
final class QuietListener implements AutoCloseable {
  private final ServerSocket socket;

  QuietListener() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
      socket.setSoTimeout(10_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Whether the first connection that comes is one made now. */
  boolean wasNotReached() {
    try (Socket mine = new Socket(socket.getInetAddress(), port());
        Socket first = socket.accept()) {
      return first.getPort() == mine.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
