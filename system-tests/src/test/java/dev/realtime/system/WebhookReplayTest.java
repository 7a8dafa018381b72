package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Start;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.jetty.webhook.WebhookHandler;
import dev.realtime.okhttp.RealtimeClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message that was given up, from the request to send it again to {@code onReplay}. */
class WebhookReplayTest {
  private static final Pattern ID = Pattern.compile("\"id\":\"(sub_[a-z2-7]+)\"");
  private static final Pattern LETTER = Pattern.compile("\"id\":\"(dl_[^\"]+)\"");

  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.webhook.allow-private", "true")
          .set("realtime.webhook.retry-min-delay", "10ms")
          .start();
  private final Server jetty = new Server();
  private final Refusing door = new Refusing();
  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
  private RealtimeClient client;
  private Subscription subscription;

  @BeforeEach
  void subscribe() throws Exception {
    ServerConnector connector = new ServerConnector(jetty, 1, 1);
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    connector.open();
    WebhookHandler hooks =
        new WebhookHandler(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/hooks"));
    door.setHandler(hooks);
    jetty.setHandler(door);
    jetty.start();
    client =
        RealtimeClient.builder()
            .configuration(Configuration.builder())
            .url(server.url().toString())
            .transport(Transport.WEBHOOK)
            .callbacks(hooks)
            .connect();
    subscription = client.channel("a/b", String.class).subscribe(Start.earliest(), new Telling());
    subscription.live().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    jetty.stop();
  }

  @Test
  void whatWasGivenUpComesToOnReplayAndMovesNothing() throws Exception {
    String id = find(ID, call("GET", "", ""));
    call("PATCH", "/" + id, "{\"policy\":\"dead-letter\",\"maxAttempts\":1}");
    door.closed = true;
    publish("first");
    String record = awaitRecord(id, LETTER);
    door.closed = false;
    publish("second");
    assertThat(next()).isEqualTo("gap SKIPPED 1-1");
    assertThat(next()).isEqualTo("message second at 2");

    call("POST", "/" + id + "/redeliver", "{\"deadLetter\":\"" + find(LETTER, record) + "\"}");

    assertThat(next()).isEqualTo("replay first at 1");
    assertThat(subscription.position().offset()).isEqualTo(2);
    publish("third");
    assertThat(next()).as("delivery goes on where it was").isEqualTo("message third at 3");
    assertThat(call("GET", "/" + id, "")).contains("\"deadLetters\":[]");
  }

  private void publish(String text) {
    CompletionStage<?> done = server.channel("a/b", String.class).publish(text);
    done.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private String next() throws InterruptedException {
    return String.valueOf(signals.poll(10, TimeUnit.SECONDS));
  }

  private String call(String method, String path, String json) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/webhooks" + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  private String awaitRecord(String id, Pattern pattern) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    String record = call("GET", "/" + id, "");
    while (!pattern.matcher(record).find() && System.nanoTime() < end) {
      record = call("GET", "/" + id, "");
    }
    return record;
  }

  /** Answers 400 in place of the receiver while it is closed. */
  private static final class Refusing extends Handler.Wrapper {
    private volatile boolean closed;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (!closed) {
        return super.handle(request, response, callback);
      }
      response.setStatus(400);
      response.write(true, ByteBuffer.allocate(0), callback);
      return true;
    }
  }

  /** Tells what it is told. */
  private final class Telling implements Subscriber<String> {
    @Override
    public void onMessage(Message<String> message) {
      signals.add("message " + message.data() + " at " + message.offset());
    }

    @Override
    public void onReplay(Message<String> message) {
      signals.add("replay " + message.data() + " at " + message.offset());
    }

    @Override
    public void onGap(Gap gap) {
      signals.add("gap " + gap.reason() + " " + gap.from() + "-" + gap.to());
    }
  }
}
