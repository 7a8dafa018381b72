package dev.realtime.cli;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.cli.AnswerScript.Step;
import dev.realtime.core.loop.SystemTimers;
import dev.realtime.core.webhook.WebhookHeaders;
import dev.realtime.core.webhook.WebhookVerdict;
import dev.realtime.core.webhook.WebhookVerdict.Rejected;
import dev.realtime.core.webhook.WebhookVerifier;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.jetty.exchange.JettyExchange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Verifies webhooks, prints each as a line and answers by a script. What is not verified is refused
 * and takes no step of the script; neither does a challenge, which is answered. Thread-safe.
 */
final class WebhookSink extends Handler.Abstract.NonBlocking {
  private static final int MAX_BODY = 1 << 20;
  private static final byte[] NOTHING = {};

  private final String path;
  private final WebhookVerifier verifier;
  private final AnswerScript script;
  private final DeliveryCount deliveries;
  private final SystemTimers timers;
  private final Console console;

  /**
   * A sink.
   *
   * @param deliveries those that it takes; later ones are asked to come again
   * @param timers of answers that wait
   */
  WebhookSink(
      String path,
      WebhookVerifier verifier,
      AnswerScript script,
      DeliveryCount deliveries,
      SystemTimers timers,
      Console console) {
    this.path = path;
    this.verifier = verifier;
    this.script = script;
    this.deliveries = deliveries;
    this.timers = timers;
    this.console = console;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    if (!Request.getPathInContext(request).equals(path)) {
      exchange.answer(404, NOTHING);
    } else if (!request.getMethod().equals("POST")) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      exchange.answer(405, NOTHING);
    } else {
      new JettyExchange(request, response, callback)
          .body(MAX_BODY)
          .thenAccept(body -> receive(exchange, body))
          .exceptionally(failure -> refuse(exchange, failure));
    }
    return true;
  }

  /** A body that cannot be read: too large, or broken on the way. */
  private static @Nullable Void refuse(Exchange exchange, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    boolean tooLarge =
        cause instanceof RejectedException known && known.code() == ErrorCode.PAYLOAD_TOO_LARGE;
    exchange.answer(tooLarge ? 413 : 400, NOTHING);
    return null;
  }

  private void receive(Exchange exchange, byte[] body) {
    WebhookLine line =
        new WebhookLine(
            exchange.header(WebhookHeaders.ID),
            exchange.header("realtime-subscription"),
            exchange.header("realtime-attempt"));
    WebhookVerdict verdict = verifier.verify(exchange.headers(), body);
    if (verdict instanceof Rejected rejected) {
      Step refusal = answer(rejected.reason() == WebhookVerdict.Reason.MALFORMED ? 400 : 401);
      console.state("refused: " + rejected.detail());
      console.data(line.refused(rejected.reason()).answered(refusal).toString());
      take(exchange, refusal);
      return;
    }
    try {
      handle(exchange, WebhookBody.decode(body), line.verified());
    } catch (RejectedException e) {
      console.state("not understood: " + e.getMessage());
      console.data(line.answered(answer(400)).toString());
      take(exchange, answer(400));
    }
  }

  private void handle(Exchange exchange, WebhookBody body, WebhookLine line) {
    if (body instanceof WebhookBody.Challenge challenge) {
      console.data(line.answered(answer(200)).challenge(challenge).toString());
      exchange.answer(200, challenge.answer());
    } else if (body instanceof WebhookBody.Bye bye) {
      console.data(line.answered(answer(200)).bye(bye).toString());
      exchange.answer(200, NOTHING);
    } else if (body instanceof WebhookBody.Delivery delivery && deliveries.take()) {
      Step step = script.next();
      console.data(line.answered(step).delivery(delivery).toString());
      take(exchange.then(deliveries::answer), step);
    } else {
      take(exchange, new Step.Answer(503, Optional.of(1)));
    }
  }

  private static Step answer(int status) {
    return new Step.Answer(status, Optional.empty());
  }

  private void take(Exchange exchange, Step step) {
    if (step instanceof Step.Answer answer) {
      answer.retryAfterSeconds().ifPresent(exchange::retryAfter);
      exchange.answer(answer.status(), NOTHING);
    } else if (step instanceof Step.Hang hang) {
      Duration pause = hang.pause();
      timers.schedule(pause, () -> exchange.answer(200, NOTHING));
    } else {
      exchange.drop();
    }
  }

  /** A request and the ways to end it. */
  private record Exchange(Request request, Response response, Callback callback) {
    /** The same with something to do when it is over. */
    Exchange then(Runnable over) {
      return new Exchange(request, response, Callback.from(callback, over));
    }

    /** A header of the request; empty if it is not there. */
    String header(String name) {
      String value = request.getHeaders().get(name);
      return value == null ? "" : value;
    }

    Map<String, List<String>> headers() {
      Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      request
          .getHeaders()
          .getFieldNamesCollection()
          .forEach(name -> all.put(name, request.getHeaders().getValuesList(name)));
      return all;
    }

    void retryAfter(int seconds) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, Integer.toString(seconds));
    }

    void answer(int status, byte[] json) {
      response.setStatus(status);
      if (json.length > 0) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      }
      response.write(true, ByteBuffer.wrap(json), callback);
    }

    void drop() {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      // A failure would be logged; a success reaches nobody any more.
      callback.succeeded();
    }
  }
}
