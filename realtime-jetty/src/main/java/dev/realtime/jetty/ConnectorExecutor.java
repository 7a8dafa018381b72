package dev.realtime.jetty;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.TryExecutor;

/**
 * The threads of a connector. Whenever an answer came later than its request was handled, as that
 * of every long poll does, Jetty hands the connection to another thread to look for the next
 * request. Where our flusher wrote the answer, it takes that look itself: mostly nothing has come
 * yet and the connection goes to the selector, which spares a change of threads for each poll.
 * Beside a handler that may block it leaves things as they are, for the next request may be one for
 * that.
 *
 * <p>Thread-safe.
 */
final class ConnectorExecutor implements TryExecutor {
  private final Server server;
  private final QueuedThreadPool threads;
  private final BooleanSupplier onFlusher;

  ConnectorExecutor(Server server, QueuedThreadPool threads, BooleanSupplier onFlusher) {
    this.server = server;
    this.threads = threads;
    this.onFlusher = onFlusher;
  }

  @Override
  public void execute(Runnable task) {
    if (task instanceof Connection
        && onFlusher.getAsBoolean()
        && server.getInvocationType() == InvocationType.NON_BLOCKING) {
      task.run();
    } else {
      threads.execute(task);
    }
  }

  @Override
  public boolean tryExecute(Runnable task) {
    return threads.tryExecute(task);
  }
}
