package dev.realtime.jetty.websocket;

import dev.realtime.ErrorCode;
import dev.realtime.core.wire.SocketFrame;
import dev.realtime.spi.Timers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;

/**
 * What goes out on a socket. Frames leave in the order of the calls; a peer that takes nothing for
 * too long, lets too many frames pile up, or does not close when it was told to, is cut off.
 *
 * <p>Thread-safe.
 */
final class SocketSink {
  private static final int MAX_REASON = 123;

  private final CoreSession session;
  private final FrameWriter writer;
  private final Timers timers;
  private final Duration patience;

  /** Guards all below; never held during a write. */
  private final Object lock = new Object();

  private Runnable cancelAbort = () -> {};
  private boolean closing;
  private boolean stopped;

  /**
   * A sink that writes to the end point of a session.
   *
   * @param patience how long the peer may take nothing, and how long it may take to close
   */
  SocketSink(CoreSession session, EndPoint endPoint, Timers timers, Duration patience) {
    this.session = session;
    this.timers = timers;
    this.patience = patience;
    this.writer = new FrameWriter(endPoint, timers, patience, session::abort);
  }

  /** Sends a frame with its header; completes when the network took it. */
  CompletionStage<Void> send(ByteBuffer frame) {
    return writer.write(frame);
  }

  /** Sends a text message. */
  void send(byte[] utf8) {
    send(SocketFrame.text(utf8));
  }

  void ping() {
    send(SocketFrame.ping());
  }

  /** Answers a ping. */
  void pong(ByteBuffer content) {
    send(SocketFrame.pong(content));
  }

  /** Whether something is on its way into the network. */
  boolean isWriting() {
    return writer.isWriting();
  }

  /** Closes, after what was sent before, with a code that tells the client its duty. */
  void close(ErrorCode code, String why) {
    close(code.closeCode(), code.wireName() + (why.isEmpty() ? "" : ": " + why));
  }

  void close(int code, String why) {
    if (beginsClosing()) {
      writer.finish(() -> session.close(code, shortened(why), Callback.NOOP));
    }
  }

  private boolean beginsClosing() {
    synchronized (lock) {
      if (closing || stopped) {
        return false;
      }
      closing = true;
      cancelAbort = timers.schedule(patience, session::abort);
      return true;
    }
  }

  /** Whether this side closes: what the peer still says is not heard. */
  boolean isClosing() {
    synchronized (lock) {
      return closing;
    }
  }

  /** The peer closes: sends no more, and answers when what was sent before is out. */
  void closed(Callback answer) {
    writer.finish(answer::succeeded);
  }

  private static String shortened(String why) {
    byte[] utf8 = why.getBytes(StandardCharsets.UTF_8);
    return utf8.length <= MAX_REASON
        ? why
        : new String(utf8, 0, MAX_REASON - 3, StandardCharsets.UTF_8).replace("\uFFFD", "");
  }

  void abort() {
    session.abort();
  }

  /** The connection is closed. */
  void stop() {
    synchronized (lock) {
      stopped = true;
      cancelAbort.run();
    }
    writer.stop();
  }
}
