package dev.realtime.examples.web;

import dev.realtime.RejectedException;
import dev.realtime.core.webhook.WebhookHeaders;
import dev.realtime.core.webhook.WebhookVerdict;
import dev.realtime.core.webhook.WebhookVerifier;
import dev.realtime.core.wire.WebhookBody;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * A path that takes webhooks: it reads the body as bytes, verifies them and asks what to answer.
 *
 * <p>Thread-safe if the function is; it must not block.
 */
public final class Endpoint extends Handler.Abstract.NonBlocking {
  private static final int MAX_BODY = 1 << 20;

  private final String path;
  private final WebhookVerifier verifier;
  private volatile Function<Attempt, Answer> function = attempt -> Answer.of(503);

  /**
   * What an endpoint answers.
   *
   * @param after how long it takes to
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or kept
  public record Answer(int status, byte[] body, Duration after) {
    /** An answer at once, without a body. */
    public static Answer of(int status) {
      return new Answer(status, new byte[0], Duration.ZERO);
    }

    /** The answer that a challenge asks for. */
    public static Answer to(WebhookBody.Challenge challenge) {
      return new Answer(200, challenge.answer(), Duration.ZERO);
    }
  }

  /** An endpoint at a path that answers 503 until it is told what to answer. */
  public Endpoint(String path, WebhookVerifier verifier) {
    this.path = path;
    this.verifier = verifier;
  }

  /** From now on this decides what is answered. */
  public void answerWith(Function<Attempt, Answer> decision) {
    function = decision;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!Request.getPathInContext(request).equals(path)) {
      return false;
    }
    if (!request.getMethod().equals("POST")) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      send(response, callback, Answer.of(405));
      return true;
    }
    Content.Source.asByteArrayAsync(
        request,
        MAX_BODY,
        Promise.Invocable.from(
            Invocable.InvocationType.NON_BLOCKING,
            body -> answer(request, response, callback, function.apply(attempt(request, body))),
            failure -> send(response, callback, Answer.of(413))));
    return true;
  }

  private Attempt attempt(Request request, byte[] body) {
    WebhookVerdict verdict = verifier.verify(headers(request), body);
    return new Attempt(
        header(request, WebhookHeaders.ID),
        header(request, "realtime-attempt"),
        shortened(header(request, WebhookHeaders.SIGNATURE)),
        verdict,
        verdict instanceof WebhookVerdict.Verified ? decode(body) : Optional.empty());
  }

  private static Optional<WebhookBody> decode(byte[] body) {
    try {
      return Optional.of(WebhookBody.decode(body));
    } catch (RejectedException e) {
      return Optional.empty();
    }
  }

  private static Map<String, List<String>> headers(Request request) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.computeIfAbsent(field.getName(), n -> new ArrayList<>()).add(field.getValue());
    }
    return headers;
  }

  private static String header(Request request, String name) {
    String value = request.getHeaders().get(name);
    return value == null ? "" : value;
  }

  private static String shortened(String signature) {
    return signature.length() < 16
        ? ""
        : signature.substring(0, 9) + "…" + signature.substring(signature.length() - 4);
  }

  private static void answer(Request request, Response response, Callback callback, Answer answer) {
    if (answer.after().isZero()) {
      send(response, callback, answer);
    } else {
      request
          .getComponents()
          .getScheduler()
          .schedule(
              () -> send(response, callback, answer),
              answer.after().toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private static void send(Response response, Callback callback, Answer answer) {
    response.setStatus(answer.status());
    if (answer.body().length > 0) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    }
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}
