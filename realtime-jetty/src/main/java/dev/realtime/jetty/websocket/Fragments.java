package dev.realtime.jetty.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A message in the frames it comes in (RFC 6455 §5.4).
 *
 * <p>Confined to the thread that reads the socket.
 */
final class Fragments {
  private static final int MAX_FRAMES = 1_024;

  private final int maxBytes;
  private @Nullable ByteArrayOutputStream begun;
  private int frames;

  Fragments(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Adds a frame.
   *
   * @return the message if this is its last frame, else null
   * @throws MessageTooLargeException over so many bytes, or 1,024 frames
   */
  byte @Nullable [] add(Frame frame) {
    ByteBuffer payload = frame.getPayload();
    int before = begun == null ? 0 : begun.size();
    if (before + payload.remaining() > maxBytes) {
      throw new MessageTooLargeException("a message has at most " + maxBytes + " bytes");
    }
    if (++frames > MAX_FRAMES) {
      throw new MessageTooLargeException("a message has at most " + MAX_FRAMES + " frames");
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    if (begun == null && frame.isFin()) {
      frames = 0;
      return bytes;
    }
    ByteArrayOutputStream all = begun == null ? new ByteArrayOutputStream() : begun;
    all.writeBytes(bytes);
    if (!frame.isFin()) {
      begun = all;
      return null;
    }
    begun = null;
    frames = 0;
    return all.toByteArray();
  }
}
