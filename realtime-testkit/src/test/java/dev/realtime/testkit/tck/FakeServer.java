package dev.realtime.testkit.tck;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.realtime.Position;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.core.wire.EncodedBatch;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What the small servers are made of that contracts are held against. Thread-safe. */
final class FakeServer implements ServerFixture {
  static final int HEARTBEAT_MILLIS = 100;

  final FaultyLogEngine engine =
      new FaultyLogEngine(
          new MemoryLogEngine(
              Retention.defaults().withMaxBytes(64 << 20), Clock.systemUTC(), new Random(1)));
  final ExecutorService threads = Executors.newCachedThreadPool();
  final AtomicInteger open = new AtomicInteger();
  private final CompletableFuture<Void> draining = new CompletableFuture<>();
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private volatile int port;

  /** Answers the requests to a path and what is below it. */
  void answer(String path, HttpHandler handler) throws IOException {
    HttpServer http = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    http.setExecutor(threads);
    http.createContext(path, handler);
    http.start();
    port = http.getAddress().getPort();
    closing.thenRun(() -> http.stop(0));
  }

  /** Listens for connections, each served on a thread of its own. */
  void accept(Consumer<Socket> serve) throws IOException {
    ServerSocket listening = new ServerSocket(0, 0, loopback());
    port = listening.getLocalPort();
    threads.execute(
        () -> {
          try (listening) {
            while (true) {
              Socket socket = listening.accept();
              threads.execute(() -> serve.accept(socket));
            }
          } catch (IOException e) {
            closing.complete(null);
          }
        });
    closing.thenRun(
        () -> {
          try {
            listening.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  boolean isDraining() {
    return draining.isDone();
  }

  /** Completes when the server is about to close. */
  CompletionStage<Void> draining() {
    return draining;
  }

  @Override
  public CompletionStage<Void> drain() {
    draining.complete(null);
    return draining;
  }

  @Override
  public URI url() {
    return URI.create("http://localhost:" + port + "/realtime");
  }

  @Override
  public FaultyLogEngine engine() {
    return engine;
  }

  @Override
  public int open() {
    return open.get();
  }

  /** What follows a position, at most a batch. */
  static Batch read(ChannelLog log, Position after) {
    return TransportEntries.join(log.read(after, 100, 1 << 18));
  }

  /** A batch as the server sends it. */
  static String json(Batch batch) {
    return StandardCharsets.UTF_8.decode(EncodedBatch.of(batch).json()).toString();
  }

  /** Waits until an entry follows, at the longest for a heartbeat. */
  void awaitGrowth(ChannelLog log, Position after) throws InterruptedException {
    CountDownLatch grown = new CountDownLatch(1);
    Runnable cancel = log.onGrowth(after, grown::countDown);
    grown.await(HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
    cancel.run();
  }

  @Override
  public void close() {
    drain();
    closing.complete(null);
    threads.shutdownNow();
    engine.close();
  }
}
