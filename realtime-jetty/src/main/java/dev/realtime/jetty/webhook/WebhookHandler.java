package dev.realtime.jetty.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.core.webhook.CallbackSite;
import dev.realtime.core.webhook.WebhookReceiver;
import dev.realtime.core.webhook.WebhookReply;
import dev.realtime.core.webhook.WebhookRequest;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.JettyExchange;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks in anybody's {@link org.eclipse.jetty.server.Server}: it answers one segment
 * below its path, each for one receiver, and leaves all else to the next handler. Given to {@code
 * RealtimeClient.Builder.callbacks}, it is where the webhooks of that client arrive.
 *
 * <p>Nothing that reads, unpacks or rewrites the body may stand before it: the signature covers the
 * bytes. While a subscriber handles a webhook no thread is held, and the connection stays open.
 *
 * <p>Thread-safe.
 */
public final class WebhookHandler extends Handler.Abstract.NonBlocking implements CallbackSite {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final String url;
  private final String path;
  private final Map<String, WebhookReceiver> receivers = new ConcurrentHashMap<>();

  /**
   * A handler at the path of its URL.
   *
   * @param url as a sender reaches it, such as {@code https://shop.example/hooks}
   */
  public WebhookHandler(URI url) {
    this(url, url.getRawPath());
  }

  /**
   * A handler at another path than a sender sees, behind a proxy that changes paths.
   *
   * @param url as a sender reaches it
   * @param path where requests arrive
   */
  public WebhookHandler(URI url, String path) {
    this.url = withoutSlash(url.toString());
    this.path = withoutSlash(path) + "/";
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public URI url() {
    return URI.create(url);
  }

  @Override
  public URI add(String segment, WebhookReceiver receiver) {
    if (!SEGMENT.matcher(segment).matches()) {
      throw new IllegalArgumentException("a segment has 1 to 128 characters of A-Z a-z 0-9 _ -");
    }
    if (receivers.putIfAbsent(segment, receiver) != null) {
      throw new IllegalArgumentException("this segment has a receiver already");
    }
    return URI.create(url + "/" + segment);
  }

  @Override
  public void remove(String segment) {
    receivers.remove(segment);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String asked = request.getHttpURI().getPath();
    if (asked == null || !asked.startsWith(path)) {
      return false;
    }
    String segment = asked.substring(path.length());
    if (!SEGMENT.matcher(segment).matches()) {
      return false;
    }
    JettyExchange exchange = new JettyExchange(request, response, callback);
    WebhookReceiver receiver = receivers.get(segment);
    if (receiver == null) {
      respond(exchange, WebhookReply.refusal(gone()));
      return true;
    }
    exchange
        .body(receiver.maxBody())
        .thenCompose(body -> receive(receiver, request, body))
        .whenComplete((reply, failure) -> answer(exchange, reply, failure));
    return true;
  }

  private static RejectedException gone() {
    return new RejectedException(ErrorCode.CLOSED, "there is no receiver here any more");
  }

  private static CompletionStage<WebhookReply> receive(
      WebhookReceiver receiver, Request request, byte[] body) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpField field : request.getHeaders()) {
      headers.put(field.getName(), request.getHeaders().getValuesList(field.getName()));
    }
    return receiver.receive(new WebhookRequest(request.getMethod(), headers, body));
  }

  private static void answer(
      JettyExchange exchange, @Nullable WebhookReply reply, @Nullable Throwable failure) {
    if (reply != null) {
      respond(exchange, reply);
    } else if (failure != null) {
      Failures.answer(exchange, failure);
    }
  }

  private static void respond(JettyExchange exchange, WebhookReply reply) {
    exchange.respond(reply.status(), reply.headers(), ByteBuffer.wrap(reply.body()));
  }

  @Override
  public String toString() {
    return "WebhookHandler[" + path + ", " + receivers.size() + " receivers]";
  }
}
