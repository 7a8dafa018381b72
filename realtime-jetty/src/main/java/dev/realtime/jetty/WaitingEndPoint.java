package dev.realtime.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One connection of many that wait most of the time, as for a long poll. It stays registered for
 * reading while its request waits for an answer, and after an answer of the flusher it does not
 * look whether the next request is there: the selector tells. A request that has begun to come must
 * reach its handler within the idle time-out, however many small parts it comes in.
 *
 * <p>Thread-safe; what the selector calls is confined to the thread that selects.
 */
final class WaitingEndPoint extends SocketChannelEndPoint {
  /*
   * Jetty takes a key out of the selector when it is ready, and puts it in again when somebody
   * wants to read: two system calls for each long poll, and a third for a read that finds nothing.
   * Here the key stays in. `super` has noted that an update of the key is due, which `updateKey`
   * then leaves out; so it does not ask for one when the interest comes back.
   *
   * The update is not left out
   * - where nobody wanted to read: the peer sent something, or went, before its answer; the key
   *   would be ready for ever;
   * - where the reader may block: it runs on another thread, after the next select;
   * - where the key was ready for writing too.
   * A write that is incomplete asks for the update that `super` takes for due.
   *
   * Between two requests the first bytes restart the idle time, and what follows does not until the
   * handler has the request: so a request line and headers that dribble in are cut by the timer that
   * each connection has anyway. A body is not held to that, its reader judges it. After an upgrade
   * all bytes count again.
   */
  private final ManagedSelector selector;
  private final BooleanSupplier onFlusher;
  private SelectionKey key;
  private boolean staysIn;
  private volatile Phase phase = Phase.WAITING;

  /** What the bytes of the peer are. */
  private enum Phase {
    /** Nothing has come since the last request. */
    WAITING,
    /** A request that the handler does not have yet. */
    HEAD,
    /** The body of a request, or frames of a socket. */
    CONTENT
  }

  WaitingEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      BooleanSupplier onFlusher) {
    super(channel, selector, key, scheduler);
    this.selector = selector;
    this.key = key;
    this.onFlusher = onFlusher;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int filled = onFlusher.getAsBoolean() ? 0 : super.fill(buffer);
    if (filled > 0 && phase == Phase.WAITING) {
      phase = Phase.HEAD;
    }
    return filled;
  }

  @Override
  public void notIdle() {
    if (phase != Phase.HEAD) {
      super.notIdle();
    }
  }

  /** The handler has the request; what comes next is its body or another request. */
  void requestCame(boolean body) {
    phase = body ? Phase.CONTENT : Phase.WAITING;
    notIdle();
  }

  /** The request with a body has its answer; Jetty has not looked for the next one yet. */
  void requestEnded() {
    phase = Phase.WAITING;
  }

  @Override
  public void upgrade(Connection newConnection) {
    phase = Phase.CONTENT;
    super.upgrade(newConnection);
  }

  @Override
  public Runnable onSelected() {
    staysIn =
        key.readyOps() == SelectionKey.OP_READ
            && getFillInterest().getCallbackInvocationType() == InvocationType.NON_BLOCKING;
    return super.onSelected();
  }

  @Override
  public void updateKey() {
    if (staysIn) {
      staysIn = false;
    } else {
      super.updateKey();
    }
  }

  @Override
  protected void onIncompleteFlush() {
    super.onIncompleteFlush();
    selector.submit(nowhere -> super.updateKey());
  }

  @Override
  public void replaceKey(SelectionKey newKey) {
    super.replaceKey(newKey);
    key = newKey;
  }
}
