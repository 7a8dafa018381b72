package dev.realtime.okhttp.call;

import dev.realtime.core.channel.RealtimeThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;

/** Threads for requests that block, as many as there are requests. */
public final class RequestThreads {
  private static final int IDLE_SECONDS = 5;

  private RequestThreads() {}

  /** Daemon threads of a role; work that comes after the shutdown is discarded. */
  public static ExecutorService open(String role) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        RealtimeThreads.named(role),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Starts every request at once; who makes them bounds them. */
  public static Dispatcher dispatcher(ExecutorService threads) {
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }
}
