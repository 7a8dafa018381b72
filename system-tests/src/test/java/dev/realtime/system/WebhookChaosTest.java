package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.RealtimeListener;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.core.loop.BackoffPolicy;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.core.loop.SubscriptionLoop;
import dev.realtime.core.webhook.ReceiverTransport;
import dev.realtime.core.webhook.WebhookReceiver;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookVerifier;
import dev.realtime.core.wire.Codecs;
import dev.realtime.spi.Append;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.PositionStore;
import dev.realtime.testkit.history.HistoryChecker;
import dev.realtime.testkit.history.HistoryRecorder;
import dev.realtime.testkit.history.Verdict;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A receiver fails three of ten requests in every way and is restarted, the sender is killed twenty
 * times, and messages are published meanwhile; the history of it all is then judged from outside
 * (SPEC §5).
 */
class WebhookChaosTest {
  private static final String CHANNEL = "payments/chaos";
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
  private static final int MESSAGES = 20_000;
  private static final int KILLS = 20;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long CAP_SECONDS = 60;

  @TempDir Path directory;

  private final RealtimeThreads threads = new RealtimeThreads();
  private final MemoryLogEngine engine =
      new MemoryLogEngine(
          new Retention(1_000_000, 1L << 30, Duration.ofHours(1)),
          Clock.systemUTC(),
          new SecureRandom());
  private final PositionStore positions = new KeptPositions();
  private @Nullable SubscriptionLoop<String> loop;
  private final AtomicLong handled = new AtomicLong();
  private final CountDownLatch done = new CountDownLatch(1);

  @Test
  void nothingIsLostOrReorderedWhileTheReceiverFailsAndTheSenderIsKilled() throws Exception {
    long seed = Long.getLong("realtime.test.seed", System.nanoTime());
    System.out.println("webhook chaos: -Drealtime.test.seed=" + seed);
    Random random = new Random(seed);
    Path file = directory.resolve("history.jsonl");
    Server server = new Server();
    try (HistoryRecorder history = HistoryRecorder.to(file)) {
      history.memoryChannel(CHANNEL);
      WebhookChaosEndpoint endpoint =
          new WebhookChaosEndpoint(history, CHANNEL, threads.timers(), seed);
      String url = start(server, endpoint);
      history.subStart(WebhookChaosEndpoint.SUBSCRIPTION, CHANNEL, Start.earliest());
      history.subReady(WebhookChaosEndpoint.SUBSCRIPTION, Position.ORIGIN);
      history.subStart("merchant", CHANNEL, Start.earliest());
      history.subReady("merchant", Position.ORIGIN);
      loop = receive(history, endpoint);

      publishAndKill(random, history, endpoint, url);
      endpoint.heal();
      history.fault("the receiver fails no more");
      WebhookChaosSender last = new WebhookChaosSender(engine, directory.resolve("webhooks"));
      boolean complete = done.await(CAP_SECONDS, TimeUnit.SECONDS);
      Position head = recordLog(history);
      awaitPosition(last, head);
      last.close();
      closeReceiver();
      end(history, complete && handled.get() == head.offset());
      System.out.println("requests: " + endpoint.fates());
    } finally {
      server.stop();
      threads.close();
    }

    Verdict verdict = HistoryChecker.check(List.of(file), WebhookChaosSender.BACKOFF_CAP);
    System.out.println(verdict);
    assertThat(verdict.passed()).as("seed %d%n%s", seed, verdict).isTrue();
    assertThat(handled).as("seed %d: messages handled", seed).hasValue(MESSAGES);
  }

  private static void end(HistoryRecorder history, boolean complete) {
    for (String subscription : List.of(WebhookChaosEndpoint.SUBSCRIPTION, "merchant")) {
      if (complete) {
        history.subEndComplete(subscription);
      } else {
        history.subEndEarly(subscription);
      }
    }
  }

  private static String start(Server server, WebhookChaosEndpoint endpoint) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(endpoint);
    server.start();
    return "http://127.0.0.1:" + connector.getLocalPort() + "/hook";
  }

  /** A receiver begins, where the one before it stopped. */
  private SubscriptionLoop<String> receive(HistoryRecorder history, WebhookChaosEndpoint endpoint) {
    WebhookReceiver receiver =
        new WebhookReceiver(
            CHANNEL,
            new WebhookVerifier(List.of(WebhookSecret.parse(SECRET)), Clock.systemUTC()),
            threads.timers());
    ReceiverTransport transport = new ReceiverTransport(receiver);
    SubscriptionLoop<String> next =
        new SubscriptionLoop<>(
            CHANNEL,
            Codecs.of(String.class),
            SubscribeOptions.from(Start.earliest()).withDurable("merchant", positions),
            new Merchant(history),
            transport,
            new SubscriptionContext(
                threads.callbacks(),
                threads.timers(),
                new SecureRandom(),
                BackoffPolicy.defaults(),
                RealtimeListener.NONE,
                name -> transport));
    next.start();
    endpoint.answerBy(Optional.of(receiver));
    return next;
  }

  private void closeReceiver() {
    SubscriptionLoop<String> running = loop;
    if (running != null) {
      running.close();
      running.closed().toCompletableFuture().join();
    }
  }

  private void restartReceiver(HistoryRecorder history, WebhookChaosEndpoint endpoint) {
    history.fault("the receiver is restarted");
    endpoint.answerBy(Optional.empty());
    closeReceiver();
    loop = receive(history, endpoint);
  }

  private void publishAndKill(
      Random random, HistoryRecorder history, WebhookChaosEndpoint endpoint, String url) {
    WebhookChaosSender sender = new WebhookChaosSender(engine, directory.resolve("webhooks"));
    sender.subscribe(CHANNEL, url, SECRET);
    int published = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      while (published < (long) MESSAGES * kill / KILLS) {
        int batch = Math.min(1 + random.nextInt(20), MESSAGES - published);
        publish(history, published, batch);
        published += batch;
        LockSupport.parkNanos(random.nextLong(PAUSE_NANOS));
      }
      if (kill % 3 == 0) {
        restartReceiver(history, endpoint);
      }
      history.fault("the sender is killed");
      sender.close();
      sender = new WebhookChaosSender(engine, directory.resolve("webhooks"));
    }
    sender.close();
    history.fault("the sender is killed");
  }

  private void publish(HistoryRecorder history, int published, int messages) {
    for (int i = published + 1; i <= published + messages; i++) {
      String mid = "m-" + i;
      history.pubCall(mid, "bank", CHANNEL, mid);
      NewEntry entry = new NewEntry(Payload.json('"' + mid + '"'), PublishOptions.defaults());
      log()
          .append(Append.anonymous(List.of(entry)))
          .thenCompose(appended -> log().bounds())
          .toCompletableFuture()
          .join();
      history.pubAck(mid, log().bounds().toCompletableFuture().join().head());
    }
  }

  private ChannelLog log() {
    return engine.open(CHANNEL);
  }

  private Position recordLog(HistoryRecorder history) {
    Position at = Position.ORIGIN;
    Position head = log().bounds().toCompletableFuture().join().head();
    while (!at.equals(head)) {
      Batch batch = log().read(at, 1_000, Integer.MAX_VALUE).toCompletableFuture().join();
      batch
          .entries()
          .forEach(e -> history.log(CHANNEL, e.position(), e.payload().toText().replace("\"", "")));
      at = batch.last();
    }
    history.logEnd(CHANNEL, 1, head);
    return head;
  }

  /** Waits until the sender knows that all was taken. */
  private static void awaitPosition(WebhookChaosSender sender, Position head) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CAP_SECONDS);
    while (!sender.position().equals(head) && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** The position of the one subscription, which outlives its receivers. */
  private static final class KeptPositions implements PositionStore {
    private volatile Optional<Position> kept = Optional.empty();

    @Override
    public Optional<Position> load(String name) {
      return kept;
    }

    @Override
    public void save(String name, Position position) {
      kept = Optional.of(position);
    }
  }

  private final class Merchant implements Subscriber<String> {
    private final HistoryRecorder history;

    Merchant(HistoryRecorder history) {
      this.history = history;
    }

    @Override
    public void onMessage(Message<String> message) {
      history.deliver("merchant", CHANNEL, message.position(), message.data());
      if (handled.incrementAndGet() == MESSAGES) {
        done.countDown();
      }
    }

    @Override
    public void onGap(Gap gap) {
      history.gap("merchant", gap);
    }
  }
}
