package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One socket on which a test sends frames byte by byte, and which answers nothing by itself. */
final class RawSocket implements AutoCloseable {
  private static final int MEDIUM = 126;

  private final RawHttp raw;

  /** Shakes hands; {@code headers} end with CR and LF each. */
  RawSocket(URI server, String path, String headers) throws IOException {
    raw = new RawHttp(server);
    raw.send("GET /realtime" + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers);
    raw.send(RawHttp.HANDSHAKE + "\r\n");
    assertThat(raw.read().status()).isEqualTo(101);
  }

  RawSocket send(String bytes) throws IOException {
    raw.send(bytes);
    return this;
  }

  /** Sends a text frame with a mask of zeros; apostrophes become quotation marks. */
  RawSocket say(String json) throws IOException {
    String text = json.replace('\'', '"');
    int length = text.length();
    String size =
        length < MEDIUM
            ? String.valueOf((char) (0x80 | length))
            : "\u00fe" + (char) (length >> 8) + (char) (length & 0xff);
    return send("\u0081" + size + "\0\0\0\0" + text);
  }

  /** The next frame: its text, or {@code close} and the code; empty at the end. */
  String hear() throws IOException {
    InputStream in = raw.socket().getInputStream();
    int first = in.read();
    if (first < 0) {
      return "";
    }
    int size = in.read();
    if (size == MEDIUM) {
      size = ByteBuffer.wrap(in.readNBytes(2)).getChar();
    }
    byte[] payload = in.readNBytes(size);
    return (first & 0xf) == 8
        ? "close " + (int) ByteBuffer.wrap(payload).getChar(0)
        : new String(payload, StandardCharsets.UTF_8);
  }

  /** All frames until the server ends the connection. */
  List<String> rest() throws IOException {
    List<String> frames = new ArrayList<>();
    for (String next = hear(); !next.isEmpty(); next = hear()) {
      frames.add(next);
    }
    return frames;
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
