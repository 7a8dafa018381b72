package dev.realtime.system;

import dev.realtime.Position;
import dev.realtime.core.webhook.WebhookReceiver;
import dev.realtime.core.webhook.WebhookReply;
import dev.realtime.core.webhook.WebhookRequest;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.spi.Entry;
import dev.realtime.spi.Timers;
import dev.realtime.testkit.history.HistoryRecorder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** A receiver that fails three of ten requests, in every way, and writes down what it answered. */
final class WebhookChaosEndpoint extends Handler.Abstract.NonBlocking {
  /** What the history calls the subscription. */
  static final String SUBSCRIPTION = "endpoint";

  private static final int MAX_BODY = 1 << 20;

  /** Well below the time-out of the sender: an answer that is older may come too late. */
  private static final Duration LATE = Duration.ofMillis(200);

  /** Empty while the receiver is down. */
  private volatile Optional<WebhookReceiver> receiver = Optional.empty();

  private final HistoryRecorder history;
  private final String channel;
  private final Timers timers;
  private final Random random;
  private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
  private boolean healed;

  /** What becomes of a request. */
  enum Fate {
    TAKEN,
    REFUSED,
    BUSY,
    FAILED,
    HANGS,
    CLOSED_BEFORE,
    ANSWER_LOST,
    SLOW
  }

  WebhookChaosEndpoint(HistoryRecorder history, String channel, Timers timers, long seed) {
    this.history = history;
    this.channel = channel;
    this.timers = timers;
    this.random = new Random(seed);
  }

  /** Another receiver, or none, answers from now on. */
  void answerBy(Optional<WebhookReceiver> next) {
    receiver = next;
  }

  synchronized void heal() {
    healed = true;
  }

  synchronized Map<Fate, Integer> fates() {
    return new EnumMap<>(fates);
  }

  private synchronized Fate draw() {
    Fate[] faults = Fate.values();
    boolean fails = !healed && random.nextInt(10) < 3;
    Fate fate = fails ? faults[1 + random.nextInt(faults.length - 1)] : Fate.TAKEN;
    fates.merge(fate, 1, Integer::sum);
    return fate;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Content.Source.asByteArrayAsync(
        request,
        MAX_BODY,
        Promise.Invocable.from(
            InvocationType.NON_BLOCKING,
            body -> handle(new Arrival(request, response, callback, body)),
            callback::failed));
    return true;
  }

  /** A request that has come. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Arrival(Request request, Response response, Callback callback, byte[] body) {
    String id() {
      return String.valueOf(request.getHeaders().get("webhook-id"));
    }

    void answer(int status, Map<String, String> headers, byte[] content) {
      response.setStatus(status);
      headers.forEach(response.getHeaders()::put);
      response.write(true, ByteBuffer.wrap(content), callback);
    }

    void cut() {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      response.write(true, ByteBuffer.allocate(0), callback);
    }
  }

  private void handle(Arrival arrival) {
    if (!(WebhookBody.decode(arrival.body) instanceof WebhookBody.Delivery)) {
      take(arrival, false);
      return;
    }
    switch (draw()) {
      case TAKEN -> take(arrival, false);
      case REFUSED -> refuse(arrival, 404, Map.of());
      case BUSY -> refuse(arrival, 429, Map.of("Retry-After", "0"));
      case FAILED -> refuse(arrival, 500, Map.of());
      case HANGS -> record(arrival, 504);
      case CLOSED_BEFORE -> {
        record(arrival, 502);
        arrival.cut();
      }
      case ANSWER_LOST -> take(arrival, true);
      case SLOW -> timers.schedule(Duration.ofMillis(50), () -> take(arrival, false));
    }
  }

  private void refuse(Arrival arrival, int status, Map<String, String> headers) {
    record(arrival, status);
    arrival.answer(status, headers, new byte[0]);
  }

  private void take(Arrival arrival, boolean lost) {
    Optional<WebhookReceiver> up = receiver;
    if (up.isEmpty()) {
      record(arrival, 502);
      arrival.cut();
      return;
    }
    long begin = timers.nanoTime();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    arrival
        .request
        .getHeaders()
        .forEach(field -> headers.put(field.getLowerCaseName(), List.of(field.getValue())));
    up.get()
        .receive(new WebhookRequest(arrival.request.getMethod(), headers, arrival.body))
        .thenAccept(reply -> answer(arrival, reply, lost, timers.nanoTime() - begin));
  }

  private void answer(Arrival arrival, WebhookReply reply, boolean lost, long tookNanos) {
    if (tookNanos > LATE.toNanos()) {
      history.fault("an answer may be too late:" + SUBSCRIPTION);
    }
    if (receiver.isEmpty()) {
      // The process that had it is gone, and with it the answer.
      record(arrival, 502);
      history.fault("an answer is lost:" + SUBSCRIPTION);
      arrival.cut();
      return;
    }
    record(arrival, reply.status());
    if (lost) {
      history.fault("an answer is lost:" + SUBSCRIPTION);
      arrival.cut();
    } else {
      arrival.answer(reply.status(), reply.headers(), reply.body());
    }
  }

  private void record(Arrival arrival, int status) {
    if (WebhookBody.decode(arrival.body) instanceof WebhookBody.Delivery delivery) {
      Map<Position, String> mids = new LinkedHashMap<>();
      for (Entry entry : delivery.batch().entries()) {
        mids.put(entry.position(), entry.payload().toText().replace("\"", ""));
      }
      String sum = Integer.toHexString(Arrays.hashCode(arrival.body));
      history.hook(SUBSCRIPTION, channel, arrival.id(), status, sum, mids);
    }
  }
}
