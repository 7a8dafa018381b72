package dev.realtime.core.webhook;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;

/** How a client finds the module that receives webhooks: by {@link java.util.ServiceLoader}. */
public interface CallbackServerProvider {
  /** The one on the class path or module path; empty if there is none. */
  static Optional<CallbackServerProvider> find() {
    return ServiceLoader.load(CallbackServerProvider.class).findFirst();
  }

  /**
   * Starts a server.
   *
   * @param url as a sender reaches it; its port 0 stands for the one that the server got
   * @param listen where it listens; by default at the host and port of the URL
   * @throws dev.realtime.RejectedException configuration if the URL is https and nothing says where
   *     to listen, since the server speaks plain http
   * @throws dev.realtime.UnavailableException if it cannot listen there
   */
  CallbackServer start(URI url, Optional<InetSocketAddress> listen);
}
