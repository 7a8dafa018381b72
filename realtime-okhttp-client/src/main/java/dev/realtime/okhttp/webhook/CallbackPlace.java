package dev.realtime.okhttp.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.core.webhook.CallbackServer;
import dev.realtime.core.webhook.CallbackServerProvider;
import dev.realtime.core.webhook.CallbackSite;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the webhooks of a client arrive: a site that its application mounted, or a server that is
 * started when the first subscription needs it.
 *
 * <p>Thread-safe.
 */
public final class CallbackPlace implements AutoCloseable {
  private final Optional<CallbackSite> mounted;
  private final URI url;
  private final Optional<InetSocketAddress> listen;

  /** Guarded by this. */
  private @Nullable CallbackServer started;

  /** Guarded by this. */
  private boolean closed;

  private CallbackPlace(
      Optional<CallbackSite> mounted, URI url, Optional<InetSocketAddress> listen) {
    this.mounted = mounted;
    this.url = url;
    this.listen = listen;
  }

  /** A site that somebody else opens and closes. */
  public static CallbackPlace mounted(CallbackSite site) {
    return new CallbackPlace(Optional.of(site), site.url(), Optional.empty());
  }

  /** A server of its own; see {@link CallbackServerProvider#start}. */
  public static CallbackPlace own(URI url, Optional<InetSocketAddress> listen) {
    return new CallbackPlace(Optional.empty(), url, listen);
  }

  /**
   * The site. Blocks while the server starts, at the first call.
   *
   * @throws dev.realtime.RealtimeException if there is no server, or it cannot start
   */
  synchronized CallbackSite site() {
    if (mounted.isPresent()) {
      return mounted.get();
    }
    if (closed) {
      throw new RejectedException(ErrorCode.CLOSED, "the client is closed");
    }
    CallbackServer server = started;
    if (server == null) {
      server = provider().start(url, listen);
      started = server;
    }
    return server;
  }

  private static CallbackServerProvider provider() {
    return CallbackServerProvider.find()
        .orElseThrow(
            () ->
                new RejectedException(
                    ErrorCode.CONFIGURATION,
                    "webhooks need an HTTP server to arrive at, and there is none on the class"
                        + " path. Add dev.realtime:realtime-jetty, or give a CallbackSite to"
                        + " RealtimeClient.Builder.callbacks."));
  }

  /** Takes a receiver away, if a site was opened. */
  void remove(String segment) {
    mounted.ifPresent(site -> site.remove(segment));
    CallbackServer server;
    synchronized (this) {
      server = started;
    }
    if (server != null) {
      server.remove(segment);
    }
  }

  /** Stops the server, if one was started. */
  @Override
  public void close() {
    CallbackServer server;
    synchronized (this) {
      closed = true;
      server = started;
      started = null;
    }
    if (server != null) {
      server.close();
    }
  }
}
