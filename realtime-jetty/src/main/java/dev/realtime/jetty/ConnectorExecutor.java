package dev.realtime.jetty;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.TryExecutor;

/**
 * The threads of a connector. Whenever an answer came later than its request was handled, as that
 * of every long poll does, Jetty hands the connection to another thread, which mostly finds nothing
 * to read yet and leaves it to the selector. Where our flusher wrote the answer and no further
 * request has come, it leaves the connection to the selector itself, which spares a change of
 * threads and two reads for each poll.
 *
 * <p>Thread-safe.
 */
final class ConnectorExecutor implements TryExecutor {
  private final QueuedThreadPool threads;
  private final BooleanSupplier onFlusher;

  ConnectorExecutor(QueuedThreadPool threads, BooleanSupplier onFlusher) {
    this.threads = threads;
    this.onFlusher = onFlusher;
  }

  @Override
  public void execute(Runnable task) {
    if (task instanceof HttpConnection connection
        && connection.isRequestBufferEmpty()
        && onFlusher.getAsBoolean()) {
      connection.fillInterested();
    } else {
      threads.execute(task);
    }
  }

  @Override
  public boolean tryExecute(Runnable task) {
    return threads.tryExecute(task);
  }
}
