package dev.realtime.okhttp.websocket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes sockets that tell of every byte that comes: OkHttp tells of whole messages alone, and a
 * large one may take longer than a silence is borne (SPEC 4.11).
 *
 * <p>Thread-safe if {@code heard} is.
 */
final class HeardSockets extends SocketFactory {
  private final Runnable heard;

  HeardSockets(Runnable heard) {
    this.heard = heard;
  }

  @Override
  public Socket createSocket() {
    return new Heard();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = new Heard();
    socket.connect(address);
    return socket;
  }

  private final class Heard extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          int read = super.read();
          heard.run();
          return read;
        }

        @Override
        public int read(byte[] into, int from, int size) throws IOException {
          int read = super.read(into, from, size);
          heard.run();
          return read;
        }
      };
    }
  }
}
