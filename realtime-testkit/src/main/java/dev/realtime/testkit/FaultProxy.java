package dev.realtime.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on a free port of 127.0.0.1 that passes bytes to a server and damages connections as
 * told. Without a fault it passes everything, half-closes included.
 *
 * <p>Faults named {@code …Next} apply to one connection or request that begins later, and queue if
 * told several times. All others apply from the call on until {@link #heal}. Equal seeds cut equal
 * sequences of connections at equal bytes; {@link #toString} names the seed for the report of a
 * failed test.
 *
 * <p>A cut is RST to both sides. Bytes passed before it arrive if the receiver reads; the kernel
 * may drop what it has not handed over, so at most the told number of bytes arrives.
 *
 * <p>Thread-safe. {@link #close} cuts every connection and leaves no thread.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final long seed;
  private final Faults faults;
  private final ServerSocket listener;
  private final AtomicInteger accepted = new AtomicInteger();
  private final Set<ProxyConnection> present = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>(); // guarded by itself
  private volatile InetSocketAddress target;
  private volatile boolean closed;
  private int started; // guarded by threads

  private FaultProxy(InetSocketAddress target, long seed, ServerSocket listener) {
    this.target = target;
    this.seed = seed;
    this.listener = listener;
    faults = new Faults(seed);
  }

  /**
   * Starts a proxy without faults.
   *
   * @param target the server to pass bytes to
   * @param seed decides where {@link #cutRandomly} cuts
   * @throws UncheckedIOException if no port is free
   */
  public static FaultProxy to(InetSocketAddress target, long seed) {
    try {
      InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      FaultProxy proxy = new FaultProxy(target, seed, new ServerSocket(0, BACKLOG, local));
      proxy.spawn(List.of(proxy::accept));
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of 127.0.0.1 that clients connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The seed of the random cuts. */
  public long seed() {
    return seed;
  }

  /** The number of connections that clients made so far, refused ones included. */
  public int connections() {
    return accepted.get();
  }

  /** The number of connections that are not over. */
  public int openConnections() {
    return present.size();
  }

  /** Passes the bytes of later connections to another server. */
  public void redirect(InetSocketAddress other) {
    target = other;
  }

  /** Cuts every present connection. */
  public void cutAll() {
    present.forEach(ProxyConnection::cut);
  }

  /**
   * Cuts the next connection after a number of bytes of one direction.
   *
   * @param bytes how many pass; with 0 the first byte brings the cut and does not pass, so {@code
   *     cutNext(SERVER_TO_CLIENT, 0)} loses an answer whose request was handled
   */
  public void cutNext(Direction direction, long bytes) {
    faults.endNext(new Ending(direction, bytes, Ending.Manner.RESET));
  }

  /**
   * Cuts every later connection after a random number of bytes of a random direction, until {@link
   * #heal}. One in which that direction says little, as the request of a stream, may never be cut.
   *
   * @param minBytes the least number of bytes that pass
   * @param maxBytes the greatest
   */
  public void cutRandomly(long minBytes, long maxBytes) {
    faults.cutRandomly(List.of(Direction.values()), minBytes, maxBytes);
  }

  /**
   * Cuts every later connection after a random number of bytes of one direction, until {@link
   * #heal}.
   *
   * @param minBytes the least number of bytes that pass
   * @param maxBytes the greatest
   */
  public void cutRandomly(Direction direction, long minBytes, long maxBytes) {
    faults.cutRandomly(List.of(direction), minBytes, maxBytes);
  }

  /**
   * Ends the next connection with FIN to both sides after a number of bytes of one direction, as if
   * the rest had never been meant to come.
   */
  public void truncateNext(Direction direction, long bytes) {
    faults.endNext(new Ending(direction, bytes, Ending.Manner.CLOSE));
  }

  /** Waits before each chunk of present and later connections. A chunk is what one read gives. */
  public void delay(Direction direction, Duration delay) {
    faults.treat(direction, t -> t.withDelay(delay));
  }

  /**
   * Swallows the bytes and ends of one direction, on present and later connections, which stay
   * open. A connection that lost bytes stays black after {@link #heal}, since no stream goes on
   * after a hole.
   */
  public void blackHole(Direction direction) {
    faults.treat(direction, Treatment::swallowing);
    present.forEach(connection -> connection.darken(direction));
  }

  /** Writes each byte of one direction alone, on present and later connections. */
  public void slice(Direction direction) {
    faults.treat(direction, Treatment::slicing);
  }

  /**
   * Holds the bytes of one direction back until a number of them or the end of the stream came, on
   * present and later connections, as a buffering proxy does. {@link #heal} sends what is held.
   */
  public void hold(Direction direction, long bytes) {
    faults.treat(direction, t -> t.holding(bytes));
  }

  /**
   * Cuts every later connection as soon as it is made. A client sees a reset, not a refusal, since
   * the port stays open for the time after {@link #heal}.
   */
  public void refuseConnections() {
    faults.refuseConnections();
  }

  /**
   * Answers the next HTTP/1.1 request in place of the server, which never sees it, and closes the
   * connection orderly. Requests are recognized where the client begins to write one, not within
   * pipelined ones.
   *
   * @param headers further headers, such as {@code Retry-After}
   */
  public void answerNext(int status, Map<String, String> headers) {
    faults.answerNext(new Answer(status, headers));
  }

  /**
   * Answers every WebSocket handshake in place of the server, as some proxies do; other requests
   * pass.
   *
   * @param status for example 403, or 200 of a proxy that knows no upgrade
   */
  public void refuseUpgrades(int status) {
    faults.refuseUpgrades(new Answer(status, Map.of()));
  }

  /**
   * Ends every fault that lasts, drops those that wait for a connection or request, and sends what
   * is held.
   */
  public void heal() {
    faults.heal();
    present.forEach(ProxyConnection::heal);
  }

  /** Closes the port, cuts every connection and returns when no thread is left. */
  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      cutAll();
      join();
    }
  }

  @Override
  public String toString() {
    return "FaultProxy[127.0.0.1:%d -> %s, seed=%d, connections=%d]"
        .formatted(port(), target, seed, connections());
  }

  private void accept() {
    while (!closed) {
      try {
        serve(listener.accept());
      } catch (IOException e) {
        // The listener was closed, or one client was gone before it was accepted.
      }
    }
  }

  private void serve(Socket client) {
    accepted.incrementAndGet();
    if (faults.refusesConnections()) {
      ProxyConnection.reset(client);
      return;
    }
    ProxyConnection connection = ProxyConnection.of(client, faults, present);
    try {
      // In this order: close() sets the flag before it cuts what is present.
      if (closed) {
        throw new IOException("the proxy is closed");
      }
      connection.connect(target);
      if (!spawn(connection.pumps())) {
        connection.cut();
      }
    } catch (IOException e) {
      connection.cut();
    }
  }

  private boolean spawn(List<Runnable> roles) {
    synchronized (threads) {
      if (closed) {
        return false;
      }
      threads.removeIf(thread -> !thread.isAlive());
      for (Runnable role : roles) {
        Thread thread = new Thread(role, "realtime-fault-proxy-" + ++started);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
      }
      return true;
    }
  }

  private void join() {
    List<Thread> all;
    synchronized (threads) {
      all = List.copyOf(threads);
    }
    try {
      for (Thread thread : all) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
