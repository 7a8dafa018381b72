package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Channel;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.jetty.webhook.WebhookHandler;
import dev.realtime.okhttp.RealtimeClient;
import dev.realtime.testkit.RecordingSubscriber;
import dev.realtime.testkit.tck.Verifies;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two senders of one subscription, of which one believes in a position of long ago. */
class WebhookZombieTest {
  @TempDir private Path store;
  @TempDir private Path stale;

  private final MemoryLogEngine engine =
      new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1));
  private final Server jetty = new Server();
  private final RecordingSubscriber<String> reader = new RecordingSubscriber<>();
  private RealtimeServer server;
  private RealtimeClient client;
  private Channel<String> channel;

  private RealtimeServer server(Path directory) {
    return RealtimeServer.builder()
        .configuration(Configuration.builder())
        .port(0)
        .engine(engine)
        .set("realtime.webhook.allow-private", "true")
        .set("realtime.webhook.directory", directory.toString())
        .set("realtime.webhook.retry-min-delay", "10ms")
        .start();
  }

  @BeforeEach
  void start() throws Exception {
    server = server(store);
    ServerConnector connector = new ServerConnector(jetty, 1, 1);
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    connector.open();
    WebhookHandler hooks =
        new WebhookHandler(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/hooks"));
    jetty.setHandler(hooks);
    jetty.start();
    client =
        RealtimeClient.builder()
            .configuration(Configuration.builder())
            .url(server.url().toString())
            .transport(Transport.WEBHOOK)
            .callbacks(hooks)
            .connect();
    channel = client.channel("a/b", String.class);
    channel
        .subscribe(Start.earliest(), reader)
        .live()
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    jetty.stop();
  }

  @Test
  @Verifies({"4.8", "4.16"})
  void required_4_8_aZombieSenderRepeatsAndReordersNothing() throws Exception {
    publish(0, 10);
    awaitPosition(server, 10);
    copy(store, stale);
    publish(10, 20);

    try (RealtimeServer zombie = server(stale)) {
      publish(20, 40);
      awaitPosition(zombie, 40);
      awaitPosition(server, 40);
      publish(40, 41);
      reader.awaitData(messages(41));
    }

    assertThat(reader.data()).containsExactly(messages(41));
    assertThat(reader.gaps()).isEmpty();
  }

  /** Publishes one after the other, so that both senders have deliveries on their way. */
  private void publish(int from, int to) {
    for (int i = from; i < to; i++) {
      channel.publish("m" + i).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private static String[] messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** Waits until a sender believes that the receiver has a message. */
  private static void awaitPosition(RealtimeServer sender, int offset) throws IOException {
    String wanted = ":" + offset + "\"";
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    String records = records(sender);
    while (!records.contains(wanted) && System.nanoTime() < end) {
      records = records(sender);
    }
    assertThat(records).contains(wanted);
  }

  private static String records(RealtimeServer sender) throws IOException {
    try (InputStream body = URI.create(sender.url() + "/webhooks").toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
