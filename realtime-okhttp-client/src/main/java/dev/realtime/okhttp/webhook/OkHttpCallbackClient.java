package dev.realtime.okhttp.webhook;

import dev.realtime.RejectedException;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.loop.SystemTimers;
import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackAnswer.Cause;
import dev.realtime.core.webhook.CallbackAnswer.None;
import dev.realtime.core.webhook.CallbackClient;
import dev.realtime.core.webhook.CallbackPolicy;
import dev.realtime.okhttp.call.RequestThreads;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Sends each webhook as exactly one POST, to addresses that the policy allows. The URL is judged at
 * every call, all addresses of its name at every look-up, and the address at every connect.
 *
 * <p>It follows no redirect, repeats nothing, asks no proxy and keeps no cookie. HTTP/2 is used
 * where the callback offers it over TLS; certificates are judged by the trust store of the process.
 * Up to {@value #IDLE_CONNECTIONS} idle connections stay open for {@value #KEEP_ALIVE_SECONDS} s.
 * Answers complete on threads of this client, which must not be blocked.
 *
 * <p>Thread-safe. Each call under way has a thread; how many there are is for the caller to bound.
 */
public final class OkHttpCallbackClient implements CallbackClient {
  private static final int IDLE_CONNECTIONS = 256;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final URI HTTP = URI.create("http://any");
  private static final URI HTTPS = URI.create("https://any");

  /** A connection of HTTP/2 that leads nowhere is found by this; HTTP/1.1 ends with the call. */
  private static final Duration PING = Duration.ofSeconds(10);

  private final CallbackPolicy policy;
  private final ExecutorService threads = RequestThreads.open("webhook");
  private final SystemTimers timers = new SystemTimers(RealtimeThreads.named("webhook-timer"));
  private final ConnectionPool connections =
      new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
  private final OkHttpClient http;
  private final OkHttpClient https;
  private final Set<CallbackCall> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A client that opens nothing until it is used.
   *
   * @param policy judges every URL and address
   * @param connectTimeout of one address; the time of a call bounds it too
   */
  public OkHttpCallbackClient(CallbackPolicy policy, Duration connectTimeout) {
    this(policy, connectTimeout, Dns.SYSTEM, Optional.empty());
  }

  OkHttpCallbackClient(
      CallbackPolicy policy, Duration connectTimeout, Dns names, Optional<Trust> trust) {
    this.policy = policy;
    OkHttpClient.Builder common =
        new OkHttpClient.Builder()
            .dispatcher(RequestThreads.dispatcher(threads))
            .connectionPool(connections)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .proxy(Proxy.NO_PROXY)
            .pingInterval(PING)
            .connectTimeout(connectTimeout)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO);
    trust.ifPresent(t -> common.sslSocketFactory(t.sockets(), t.certificates()));
    http = guarded(common, names, HTTP);
    https = guarded(common, names, HTTPS);
  }

  private OkHttpClient guarded(OkHttpClient.Builder common, Dns names, URI scheme) {
    return common
        .dns(new GuardedNames(names, policy, scheme))
        .socketFactory(GuardedSockets.under(policy, scheme))
        .build();
  }

  @Override
  public CompletionStage<CallbackAnswer> post(Post post) {
    HttpUrl url;
    try {
      // As registered, the URL may have been allowed by another policy.
      url = HttpUrl.parse(policy.check(post.url().toString()).toString());
    } catch (RejectedException e) {
      return refused(String.valueOf(e.getMessage()));
    }
    if (url == null) {
      return refused("the callback is no URL that can be called");
    }
    OkHttpClient client = url.isHttps() ? https : http;
    CallbackCall call = new CallbackCall(client.newCall(request(url, post)), this::forget);
    calls.add(call);
    Runnable cancel = timers.schedule(post.timeout(), call::expire);
    if (closed) {
      call.close();
    } else {
      call.begin();
    }
    return call.answer().whenComplete((found, failure) -> cancel.run());
  }

  private void forget(CallbackCall call) {
    calls.remove(call);
    if (closed) {
      connections.evictAll();
    }
  }

  private static Request request(HttpUrl url, Post post) {
    Request.Builder request = new Request.Builder().url(url).post(new OneShotBody(post.body()));
    post.headers().forEach(request::header);
    return request.build();
  }

  private static CompletionStage<CallbackAnswer> refused(String why) {
    return CompletableFuture.completedFuture(new None(Cause.BLOCKED_ADDRESS, why));
  }

  @Override
  public void close() {
    closed = true;
    calls.forEach(CallbackCall::close);
    timers.close();
    // A look-up that hangs ends by an interrupt, if by anything.
    threads.shutdownNow();
    connections.evictAll();
  }

  /** The certificates of a test. */
  record Trust(SSLSocketFactory sockets, X509TrustManager certificates) {}
}
