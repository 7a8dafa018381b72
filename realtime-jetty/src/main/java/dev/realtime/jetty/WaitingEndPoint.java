package dev.realtime.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One connection of many that wait most of the time, as for a long poll. It stays registered for
 * reading while its request waits for an answer, and after an answer of the flusher it does not
 * look whether the next request is there: the selector tells.
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
   */
  private final ManagedSelector selector;
  private final BooleanSupplier onFlusher;
  private SelectionKey key;
  private boolean staysIn;

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
    return onFlusher.getAsBoolean() ? 0 : super.fill(buffer);
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
