package dev.realtime.core.wire;

import java.nio.ByteBuffer;

/** Frames of a socket as a server sends them: whole and not masked (RFC 6455 §5.2). */
public final class SocketFrame {
  /** As many bytes as the header of a frame may have. */
  static final int MAX_HEADER = 10;

  private static final int FIN = 0x80;
  private static final int TEXT = 0x1;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int MAX_SHORT = 125;
  private static final int MAX_MEDIUM = 0xFFFF;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private SocketFrame() {}

  /** A text message. */
  public static ByteBuffer text(byte[] utf8) {
    return frame(TEXT, ByteBuffer.wrap(utf8));
  }

  /** A ping without content. */
  public static ByteBuffer ping() {
    return frame(PING, ByteBuffer.allocate(0));
  }

  /**
   * The answer to a ping.
   *
   * @param content that of the ping, which is read
   */
  public static ByteBuffer pong(ByteBuffer content) {
    return frame(PONG, content);
  }

  private static ByteBuffer frame(int opcode, ByteBuffer content) {
    ByteBuffer room = ByteBuffer.allocate(MAX_HEADER + content.remaining());
    room.position(MAX_HEADER).put(content).flip();
    return headed(opcode, room);
  }

  /**
   * A text message made where its content is.
   *
   * @param room {@link #MAX_HEADER} bytes that are overwritten, then the content
   */
  static ByteBuffer text(ByteBuffer room) {
    return headed(TEXT, room);
  }

  private static ByteBuffer headed(int opcode, ByteBuffer room) {
    int size = room.remaining() - MAX_HEADER;
    int header = size <= MAX_SHORT ? 2 : size <= MAX_MEDIUM ? 4 : MAX_HEADER;
    int at = room.position() + MAX_HEADER - header;
    room.put(at, (byte) (FIN | opcode));
    if (header == 2) {
      room.put(at + 1, (byte) size);
    } else if (header == 4) {
      room.put(at + 1, (byte) LENGTH_16).putShort(at + 2, (short) size);
    } else {
      room.put(at + 1, (byte) LENGTH_64).putLong(at + 2, size);
    }
    return room.slice(at, header + size);
  }
}
