package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Channel;
import dev.realtime.Message;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.testkit.Direction;
import dev.realtime.testkit.FaultProxy;
import dev.realtime.testkit.history.HistoryChecker;
import dev.realtime.testkit.history.HistoryRecorder;
import dev.realtime.testkit.history.Verdict;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections of all four transports are cut at random bytes while publishers on the same
 * connections retry; the history of it all is then judged from outside (SPEC §5).
 */
class ChaosTest {
  private static final String CHANNEL = "chaos/all";
  private static final int RECONNECTS = 1_000;
  private static final int RECONNECTS_OF_EACH = 20;
  private static final long MAX_RUN_NANOS = TimeUnit.SECONDS.toNanos(110);
  private static final int CLIENTS_PER_TRANSPORT = 2;

  @TempDir Path directory;

  @Test
  void nothingIsLostRepeatedOrReorderedWhileConnectionsAreCutAtRandomBytes() throws Exception {
    long seed = Long.getLong("realtime.test.seed", System.nanoTime());
    System.out.println("chaos: -Drealtime.test.seed=" + seed);
    Path file = directory.resolve("history.jsonl");
    List<Integer> losses;
    try (RealtimeServer server = server();
        FaultProxy proxy = proxy(server, seed);
        FaultProxy streams = proxy(server, seed);
        HistoryRecorder history = HistoryRecorder.to(file)) {
      history.memoryChannel(CHANNEL);
      // Before there are clients, for a connection that is there already is not cut.
      proxy.cutRandomly(100, 8_000);
      // The request of a stream is short: a cut by its bytes would never come.
      streams.cutRandomly(Direction.SERVER_TO_CLIENT, 100, 8_000);
      List<ChaosClient> clients = clients(proxy, streams, history);
      losses = publishUntilEnoughWasLost(clients);
      proxy.heal();
      streams.heal();
      history.fault("connections were cut");
      for (ChaosClient client : clients) {
        client.awaitAnswers();
      }
      long head = recordLog(server, history);
      for (ChaosClient client : clients) {
        client.end(client.awaitOffset(head));
      }
      clients.forEach(ChaosClient::close);
    }

    Verdict verdict = HistoryChecker.check(List.of(file), ChaosClient.BACKOFF_CAP);
    System.out.println(verdict);
    assertThat(verdict.passed()).as("seed %d%n%s", seed, verdict).isTrue();
    assertThat(isEnough(losses)).as("seed %d: connections lost: %s", seed, losses).isTrue();
  }

  private static RealtimeServer server() {
    return RealtimeServer.builder()
        .configuration(Configuration.builder())
        .port(0)
        .set("realtime.heartbeat.interval", "2s")
        .set("realtime.retention.max-messages", "1000000")
        .set("realtime.retention.max-bytes", "1GiB")
        .start();
  }

  private static final Set<Transport> TRANSPORTS =
      EnumSet.range(Transport.SHORT_POLLING, Transport.WEBSOCKET);

  private static FaultProxy proxy(RealtimeServer server, long seed) {
    return FaultProxy.to(new InetSocketAddress("localhost", server.port()), seed);
  }

  private static List<ChaosClient> clients(
      FaultProxy proxy, FaultProxy streams, HistoryRecorder history) {
    List<ChaosClient> clients = new ArrayList<>();
    for (Transport transport : TRANSPORTS) {
      int port = (transport == Transport.SSE ? streams : proxy).port();
      String url = "http://localhost:" + port + "/realtime";
      for (int i = 0; i < CLIENTS_PER_TRANSPORT; i++) {
        clients.add(
            new ChaosClient(transport.configName() + "-" + i, CHANNEL, transport, url, history));
      }
    }
    return clients;
  }

  private static List<Integer> publishUntilEnoughWasLost(List<ChaosClient> clients)
      throws InterruptedException {
    long end = System.nanoTime() + MAX_RUN_NANOS;
    List<Integer> losses = List.of(0);
    while (!isEnough(losses) && System.nanoTime() < end) {
      for (ChaosClient client : clients) {
        client.publish();
      }
      losses = clients.stream().map(ChaosClient::losses).toList();
    }
    System.out.println("chaos: connections lost by each client: " + losses);
    return losses;
  }

  private static boolean isEnough(List<Integer> losses) {
    return Collections.min(losses) >= RECONNECTS_OF_EACH
        && losses.stream().mapToInt(n -> n).sum() >= RECONNECTS;
  }

  /** Reads the whole log in the process of the server; its head. */
  private static long recordLog(RealtimeServer server, HistoryRecorder history)
      throws InterruptedException {
    Channel<String> channel = server.channel(CHANNEL, String.class);
    Position head = channel.publish("last").toCompletableFuture().join().position();
    history.pubCall("last", "server", CHANNEL, "last");
    history.pubAck("last", head);
    BlockingQueue<Message<String>> entries = new LinkedBlockingQueue<>();
    channel.subscribe(Start.earliest(), entries::add);
    Message<String> entry;
    do {
      entry = entries.poll(10, TimeUnit.SECONDS);
      assertThat(entry).isNotNull();
      history.log(CHANNEL, entry.position(), entry.data());
    } while (!entry.position().equals(head));
    history.logEnd(CHANNEL, 1, head);
    return head.offset();
  }
}
