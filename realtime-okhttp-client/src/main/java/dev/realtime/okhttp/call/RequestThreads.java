package dev.realtime.okhttp.call;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.core.channel.RealtimeThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Dispatcher;

/** Threads for requests that block, as many as there are requests. */
public final class RequestThreads {
  private static final int IDLE_SECONDS = 5;

  private RequestThreads() {}

  /** Daemon threads of a role; work that comes after the shutdown is refused. */
  public static ExecutorService open(String role) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        RealtimeThreads.named(role),
        new ThreadPoolExecutor.AbortPolicy());
  }

  /**
   * Starts work, or says that the threads are shut down: who waits for the work hears of its end
   * either way (SPEC 4.3).
   */
  public static void start(Executor threads, Runnable work, Consumer<RejectedException> closed) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      closed.accept(
          new RejectedException(
              ErrorCode.CLOSED,
              "the client is closed, so nothing was sent; connect a new one to go on",
              e));
    }
  }

  /** Starts every request at once; who makes them bounds them. */
  public static Dispatcher dispatcher(ExecutorService threads) {
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }
}
