package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.jetty.RealtimeServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message that was given up, from the request to send it again to {@code onReplay}. */
class WebhookReplayTest {
  private static final Pattern ID = Pattern.compile("\"id\":\"(sub_[a-z2-7]+)\"");
  private static final Pattern LETTER = Pattern.compile("\"id\":\"(dl_[^\"]+)\"");

  private final RealtimeServer server = CallbackFixture.sender().start();
  private final Refusing door = new Refusing();
  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
  private CallbackFixture receiver;
  private Subscription subscription;

  @BeforeEach
  void subscribe() throws Exception {
    receiver = CallbackFixture.of(server, door);
    subscription = receiver.subscribe(new Telling());
  }

  @AfterEach
  void stop() throws Exception {
    receiver.stop();
    server.close();
  }

  @Test
  void whatWasGivenUpComesToOnReplayAndMovesNothing() throws Exception {
    String id = find(ID, call("GET", "", ""));
    call("PATCH", "/" + id, "{\"policy\":\"dead-letter\",\"maxAttempts\":1}");
    door.closed = true;
    receiver.publish("first");
    String record = awaitRecord(id, LETTER);
    door.closed = false;
    receiver.publish("second");
    assertThat(next()).isEqualTo("gap SKIPPED 1-1");
    assertThat(next()).isEqualTo("message second at 2");

    call("POST", "/" + id + "/redeliver", "{\"deadLetter\":\"" + find(LETTER, record) + "\"}");

    assertThat(next()).isEqualTo("replay first at 1");
    assertThat(subscription.position().offset()).isEqualTo(2);
    receiver.publish("third");
    assertThat(next()).as("delivery goes on where it was").isEqualTo("message third at 3");
    assertThat(call("GET", "/" + id, "")).contains("\"deadLetters\":[]");
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
