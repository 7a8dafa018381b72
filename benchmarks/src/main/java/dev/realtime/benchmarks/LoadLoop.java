package dev.realtime.benchmarks;

import dev.realtime.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * The subscribers and the publisher of one channel, all on one selector.
 *
 * <p>Confined to one thread.
 */
final class LoadLoop implements AutoCloseable {
  private static final int WAVE = 250;
  private static final int RING = 1 << 17;
  private static final int READ_BYTES = 256 << 10;
  private static final long PATIENCE_SECONDS = 60;

  private final Setup setup;
  private final Selector selector;
  private final RawPublisher publisher;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final List<RawSubscriber> subscribers = new ArrayList<>();
  private final long[] intendedNanos = new long[RING];
  private final int[] remaining = new int[RING];
  private final Histogram latencies = new Histogram(3);
  private int reading;
  private long readAtNanos;
  private long delivered;
  private long completed;
  private long measuredFrom = Long.MAX_VALUE;

  /** What is loaded, and how. */
  record Setup(
      Target target,
      InetSocketAddress address,
      Transport transport,
      String channel,
      int payloadBytes) {}

  LoadLoop(Setup setup) throws IOException {
    this.setup = setup;
    this.selector = Selector.open();
    this.publisher =
        new RawPublisher(
            setup.address, selector, setup.target.publishPath(setup.channel), setup.payloadBytes);
  }

  /** Opens subscribers that begin after a position; returns when they wait for messages. */
  void open(int count, String after) throws IOException {
    RawSubscriber.Plan plan =
        new RawSubscriber.Plan(
            setup.target.subscribe(setup.transport, setup.channel, after),
            setup.transport == Transport.LONG_POLLING,
            head -> setup.target.pollAgain(setup.channel, head),
            setup.payloadBytes);
    for (int opened = 0; opened < count; ) {
      List<RawSubscriber> wave = new ArrayList<>();
      for (; opened < count && wave.size() < WAVE; opened++) {
        wave.add(connect(plan));
      }
      subscribers.addAll(wave);
      reading += wave.size();
      until(() -> wave.stream().allMatch(RawSubscriber::isReady));
    }
  }

  private RawSubscriber connect(RawSubscriber.Plan plan) throws IOException {
    SocketChannel socket = SocketChannel.open();
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    RawSubscriber subscriber = new RawSubscriber(socket, selector, plan, this::delivered);
    socket.connect(setup.address);
    return subscriber;
  }

  private void delivered(long number) {
    int slot = (int) (number & (RING - 1));
    delivered++;
    if (number >= measuredFrom) {
      latencies.recordValue(Math.max(0, readAtNanos - intendedNanos[slot]));
    }
    if (--remaining[slot] == 0) {
      completed++;
    }
  }

  /** Publishes messages that should have been sent at a time. */
  void publish(int count, long atNanos) throws IOException {
    for (int i = 0; i < count; i++) {
      publisher.add();
      int slot = (int) (publisher.published() & (RING - 1));
      intendedNanos[slot] = atNanos;
      remaining[slot] = reading;
    }
    publisher.flush();
  }

  /** Fills the log while nobody listens, one POST for each message. */
  void fill(int messages) throws IOException {
    for (int i = 0; i < messages; i++) {
      publisher.add();
      if (i % 100 == 99) {
        flushAndWait(publisher.answered() + 100);
      }
    }
    flushAndWait(publisher.answered() + messages % 100);
  }

  /** Fills the log of this library's server while nobody listens. */
  void fillBatches(int batches, int messagesEach) throws IOException {
    for (int i = 0; i < batches; i++) {
      publisher.addBatch(messagesEach);
      flushAndWait(publisher.answered() + 1);
    }
  }

  private void flushAndWait(long answers) throws IOException {
    publisher.flush();
    until(() -> publisher.answered() >= answers);
  }

  /** Waits for the network, at most so long, and handles what came. */
  void turn(long atMostMillis) throws IOException {
    if (atMostMillis == 0) {
      selector.selectNow(this::handle);
    } else {
      selector.select(this::handle, atMostMillis);
    }
  }

  /** Turns until a condition holds. */
  void until(BooleanSupplier condition) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      turn(100);
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "stuck: %d published, %d confirmed, %d deliveries, %d messages complete"
                .formatted(published(), publisher.answered(), delivered, completed));
      }
    }
  }

  /** Turns for a time. */
  void rest(long millis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      turn(10);
    }
  }

  private void handle(SelectionKey key) {
    try {
      if (key.attachment() instanceof RawSubscriber subscriber) {
        if (key.isConnectable()) {
          subscriber.connected();
        } else {
          readAtNanos = System.nanoTime();
          subscriber.read(buffer);
        }
        return;
      }
      if (key.isReadable()) {
        publisher.read(buffer);
      }
      if (key.isWritable()) {
        publisher.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many subscribers read no more; call it before anything is published. */
  void stopReading(int count) {
    subscribers.subList(0, count).forEach(RawSubscriber::stopReading);
    reading -= count;
  }

  /** Lets those that stopped read on until they have the newest message. */
  List<Account> readAgain(int count) throws IOException {
    List<Account> accounts =
        subscribers.subList(0, count).stream().map(RawSubscriber::readAgain).toList();
    until(() -> accounts.stream().allMatch(one -> one.newest() == published()));
    return accounts;
  }

  /** Latencies are those of the messages published from now on. */
  void measure() {
    latencies.reset();
    measuredFrom = publisher.published() + 1;
  }

  /** Nanoseconds from the time a message should have been sent until a subscriber had it. */
  Histogram latencies() {
    return latencies;
  }

  long published() {
    return publisher.published();
  }

  /** How many messages every reading subscriber has. */
  long completed() {
    return completed;
  }

  long delivered() {
    return delivered;
  }

  /** Closes the subscribers. */
  void closeSubscribers() throws IOException {
    for (RawSubscriber subscriber : subscribers) {
      subscriber.close();
    }
    subscribers.clear();
    reading = 0;
    turn(0);
  }

  @Override
  public void close() throws IOException {
    closeSubscribers();
    publisher.close();
    selector.close();
  }
}
