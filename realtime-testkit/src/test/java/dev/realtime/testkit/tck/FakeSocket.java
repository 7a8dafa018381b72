package dev.realtime.testkit.tck;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The server's end of a WebSocket, without checks and extensions (RFC 6455). One thread hears, any
 * thread says.
 */
final class FakeSocket {
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  private static final int PONG = 10;
  private static final int TEXT = 1;
  private static final int LAST = 0x80;
  private static final String KEY = "sec-websocket-key: ";

  private final DataInputStream in;
  private final DataOutputStream out;

  private FakeSocket(DataInputStream in, OutputStream out) {
    this.in = in;
    this.out = new DataOutputStream(out);
  }

  /** One frame; a message ends with one that is the last. */
  record Frame(int opcode, boolean last, String payload) {}

  /** Reads the handshake and agrees. */
  static FakeSocket upgrade(DataInputStream in, OutputStream out) throws IOException {
    String key = "";
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, KEY, 0, KEY.length())) {
        key = line.substring(KEY.length());
      }
    }
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accept(key)
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    return new FakeSocket(in, out);
  }

  private static String accept(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(DataInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  Frame hear() throws IOException {
    int head = in.readUnsignedByte();
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new Frame(head & 0xf, (head & LAST) != 0, new String(payload, StandardCharsets.UTF_8));
  }

  void say(String text) throws IOException {
    say(text.getBytes(StandardCharsets.UTF_8));
  }

  void say(byte[] text) throws IOException {
    write(TEXT, text);
  }

  void pong(String content) throws IOException {
    write(PONG, content.getBytes(StandardCharsets.UTF_8));
  }

  void close(int code, String reason) throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(code >> 8);
    payload.write(code);
    payload.writeBytes(reason.getBytes(StandardCharsets.UTF_8));
    write(CLOSE, payload.toByteArray());
  }

  private synchronized void write(int opcode, byte[] payload) throws IOException {
    out.writeByte(LAST | opcode);
    if (payload.length < 126) {
      out.writeByte(payload.length);
    } else if (payload.length < 1 << 16) {
      out.writeByte(126);
      out.writeShort(payload.length);
    } else {
      out.writeByte(127);
      out.writeLong(payload.length);
    }
    out.write(payload);
    out.flush();
  }
}
