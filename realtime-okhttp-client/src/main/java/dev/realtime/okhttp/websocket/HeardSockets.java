package dev.realtime.okhttp.websocket;

import dev.realtime.okhttp.call.MadeSockets;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes sockets that tell of every byte that comes: OkHttp tells of whole messages alone, and a
 * large one may take longer than a silence is borne (SPEC 4.11).
 *
 * <p>Thread-safe if {@code heard} is.
 */
final class HeardSockets {
  private HeardSockets() {}

  static SocketFactory telling(Runnable heard) {
    return new MadeSockets(() -> new Heard(heard));
  }

  private static final class Heard extends Socket {
    private final Runnable heard;

    Heard(Runnable heard) {
      this.heard = heard;
    }

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
