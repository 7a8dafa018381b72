package dev.realtime.jetty.websocket;

import dev.realtime.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * What goes out on a socket. Frames leave in the order of the calls; a peer that lets {@link
 * #MAX_UNSENT} of them pile up is cut off.
 *
 * <p>Thread-safe.
 */
final class SocketSink {
  private static final int MAX_UNSENT = 512;
  private static final int MAX_REASON = 123;

  private final CoreSession session;
  private final AtomicInteger unsent = new AtomicInteger();
  private volatile boolean closed;

  SocketSink(CoreSession session) {
    this.session = session;
  }

  /** Sends a text message; completes when the network took it. */
  CompletionStage<Void> send(ByteBuffer utf8) {
    return send(new Frame(OpCode.TEXT, true, utf8));
  }

  void send(byte[] utf8) {
    send(ByteBuffer.wrap(utf8));
  }

  void ping() {
    send(new Frame(OpCode.PING, true, ByteBuffer.allocate(0)));
  }

  private CompletionStage<Void> send(Frame frame) {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("the socket is closed"));
    }
    if (unsent.incrementAndGet() > MAX_UNSENT) {
      abort();
    }
    Sending sending = new Sending(unsent);
    session.sendFrame(frame, sending, false);
    return sending;
  }

  /** A frame on its way. */
  private static final class Sending extends Callback.Completable {
    private final AtomicInteger unsent;

    Sending(AtomicInteger unsent) {
      super(InvocationType.NON_BLOCKING);
      this.unsent = unsent;
    }

    @Override
    public void succeeded() {
      unsent.decrementAndGet();
      super.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
      unsent.decrementAndGet();
      super.failed(failure);
    }
  }

  /** Closes with a code that tells the client its duty. */
  void close(ErrorCode code, String why) {
    close(code.closeCode(), code.wireName() + (why.isEmpty() ? "" : ": " + why));
  }

  void close(int code, String why) {
    if (!closed) {
      closed = true;
      session.close(code, shortened(why), Callback.NOOP);
    }
  }

  private static String shortened(String why) {
    byte[] utf8 = why.getBytes(StandardCharsets.UTF_8);
    return utf8.length <= MAX_REASON
        ? why
        : new String(utf8, 0, MAX_REASON - 3, StandardCharsets.UTF_8).replace("\uFFFD", "");
  }

  void abort() {
    closed = true;
    session.abort();
  }
}
