package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Position;
import dev.realtime.RealtimeListener;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.loop.BackoffPolicy;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.core.loop.SubscriptionLoop;
import dev.realtime.core.webhook.FileSubscriptionStore;
import dev.realtime.core.webhook.ReceiverTransport;
import dev.realtime.core.webhook.SubscriptionRecord;
import dev.realtime.core.webhook.WebhookReceiver;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookVerifier;
import dev.realtime.core.wire.Codecs;
import dev.realtime.jetty.webhook.WebhookHandler;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that sends webhooks is killed by the operating system while it sends, and again. */
class WebhookKillTest {
  private static final int KILLS = 6;
  private static final int MESSAGES = 3_000;
  private static final long CAP_SECONDS = 15;

  /** How many messages a request has at most. */
  private static final int MAX_BATCH = 100;

  @TempDir Path temp;

  private final RealtimeThreads threads = new RealtimeThreads();
  private final Server jetty = new Server();
  private final WebhookReceiver receiver =
      new WebhookReceiver(
          WebhookKilledSender.CHANNEL,
          new WebhookVerifier(
              List.of(WebhookSecret.parse(WebhookKilledSender.SECRET)), Clock.systemUTC()),
          threads.timers());
  private final Ledger ledger = new Ledger();
  private SubscriptionLoop<String> loop;
  private Process sender;
  private int fed;

  @BeforeEach
  void begin() throws Exception {
    ServerConnector connector = new ServerConnector(jetty, 1, 1);
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    connector.open();
    WebhookHandler hooks =
        new WebhookHandler(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/hooks"));
    String url = hooks.add("merchant", receiver).toString();
    jetty.setHandler(hooks);
    jetty.start();
    ReceiverTransport transport = new ReceiverTransport(receiver);
    loop =
        new SubscriptionLoop<>(
            WebhookKilledSender.CHANNEL,
            Codecs.of(String.class),
            SubscribeOptions.from(Start.earliest()),
            ledger,
            transport,
            new SubscriptionContext(
                threads.callbacks(),
                threads.timers(),
                new SecureRandom(),
                BackoffPolicy.defaults(),
                RealtimeListener.NONE,
                name -> transport));
    loop.start();
    feedTo(1);
    start(url);
  }

  @AfterEach
  void stop() throws Exception {
    sender.destroyForcibly().waitFor();
    loop.close();
    loop.closed().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    jetty.stop();
    threads.close();
  }

  @Test
  void aSenderThatIsKilledGoesOnWhereTheReceiverIs() throws Exception {
    long seed = Long.getLong("realtime.test.seed", System.nanoTime());
    System.out.println("webhook kill: -Drealtime.test.seed=" + seed);
    Random random = new Random(seed);
    Position before = Position.ORIGIN;
    for (int kill = 1; kill <= KILLS; kill++) {
      int until = MESSAGES / (KILLS + 1) * kill + random.nextInt(100);
      boolean inTheMiddle = kill % 2 == 0;
      if (inTheMiddle) {
        ledger.holdAt(until);
        feedUntil(ledger::isHeld, random);
      } else {
        feedUntil(() -> ledger.count() >= until, random);
      }
      kill();
      before = checkStore(before, "seed " + seed + ", kill " + kill);
      ledger.letGo();
      start();
    }
    feedUntil(() -> ledger.count() >= MESSAGES, random);

    assertThat(ledger.messages()).as("seed %d", seed).containsExactlyElementsOf(all());
    assertThat(ledger.gaps).as("seed %d", seed).isEmpty();
  }

  private static List<String> all() {
    return IntStream.rangeClosed(1, MESSAGES).mapToObj(i -> "m-" + i).toList();
  }

  /** Starts a process whose log holds all that was fed to those before it. */
  private void start(String... register) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WebhookKilledSender.class.getName(), directory().toString()));
    command.addAll(List.of(register));
    sender = new ProcessBuilder(command).redirectError(temp.resolve("errors").toFile()).start();
    tell(fed);
    BufferedReader told = sender.inputReader();
    assertThat(told.readLine()).as("the sender begins").isEqualTo(WebhookKilledSender.READY);
  }

  private Path directory() {
    return temp.resolve("webhooks");
  }

  private void feedTo(int messages) {
    fed = messages;
  }

  private void tell(int messages) throws IOException {
    BufferedWriter orders = sender.outputWriter();
    orders.write(Integer.toString(messages));
    orders.newLine();
    orders.flush();
  }

  /** Publishes a little faster than messages arrive, so that there is always something to send. */
  private void feedUntil(BooleanSupplier done, Random random) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CAP_SECONDS);
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("only %d handled", ledger.count()).isLessThan(end);
      if (fed < MESSAGES && fed < ledger.count() + 50) {
        feedTo(Math.min(MESSAGES, fed + 1 + random.nextInt(10)));
        tell(fed);
      } else {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private void kill() throws InterruptedException {
    assertThat(sender.isAlive()).as("the sender runs until it is killed").isTrue();
    sender.destroyForcibly();
    assertThat(sender.waitFor(CAP_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /**
   * The store opens, and its position is one that the receiver has answered: behind what was
   * handled by the request under way at most, and never before the last.
   */
  private Position checkStore(Position before, String when) {
    try (FileSubscriptionStore store = FileSubscriptionStore.open(directory())) {
      List<SubscriptionRecord> records = store.load();
      assertThat(records).as(when).hasSize(1);
      Position kept = records.get(0).progress().position();
      long handled = ledger.count();
      assertThat(kept.offset())
          .as("%s: the position that outlived the process, %d are handled", when, handled)
          .isBetween(Math.max(before.offset(), handled - MAX_BATCH), handled);
      return kept;
    }
  }

  /** What was handled, in order; holds a message in its handler if it is told to. */
  private static final class Ledger implements Subscriber<String> {
    private static final int NONE = -1;

    private final List<String> messages = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();

    private volatile int held = NONE;
    private volatile CountDownLatch letGo = new CountDownLatch(0);
    private volatile CountDownLatch reached = new CountDownLatch(1);

    @Override
    public void onMessage(Message<String> message) throws InterruptedException {
      if (held >= 0 && message.offset() >= held) {
        held = NONE;
        reached.countDown();
        assertThat(letGo.await(CAP_SECONDS, TimeUnit.SECONDS)).as("let go").isTrue();
      }
      synchronized (this) {
        messages.add(message.data());
      }
    }

    /** The handler of the next message from an offset on does not return until it is let go. */
    void holdAt(int offset) {
      reached = new CountDownLatch(1);
      letGo = new CountDownLatch(1);
      held = offset;
    }

    boolean isHeld() {
      return reached.getCount() == 0;
    }

    void letGo() {
      letGo.countDown();
    }

    @Override
    public synchronized void onGap(Gap gap) {
      gaps.add(gap);
    }

    synchronized int count() {
      return messages.size();
    }

    synchronized List<String> messages() {
      return List.copyOf(messages);
    }
  }
}
