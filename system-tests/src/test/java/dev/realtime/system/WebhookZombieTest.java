package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.jetty.RealtimeServer;
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
import org.eclipse.jetty.server.Handler;
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
  private final RecordingSubscriber<String> reader = new RecordingSubscriber<>();
  private RealtimeServer server;
  private CallbackFixture receiver;

  private RealtimeServer server(Path directory) {
    return CallbackFixture.sender()
        .engine(engine)
        .set("realtime.webhook.directory", directory.toString())
        .start();
  }

  @BeforeEach
  void start() throws Exception {
    server = server(store);
    receiver = CallbackFixture.of(server, new Handler.Wrapper());
    receiver.subscribe(reader);
  }

  @AfterEach
  void stop() throws Exception {
    receiver.stop();
    server.close();
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
      receiver.publish("m" + i);
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
