package dev.realtime.jetty.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.core.webhook.CallbackServer;
import dev.realtime.core.webhook.CallbackServerProvider;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/** How a client finds this module. */
public final class JettyCallbackProvider implements CallbackServerProvider {
  private static final int HTTP_PORT = 80;

  /** For the service loader. */
  public JettyCallbackProvider() {}

  @Override
  public CallbackServer start(URI url, Optional<InetSocketAddress> listen) {
    return JettyCallbackServer.start(url, listen.orElseGet(() -> addressOf(url)));
  }

  private static InetSocketAddress addressOf(URI url) {
    if (!url.getScheme().equals("http")) {
      throw new RejectedException(
          ErrorCode.CONFIGURATION,
          "realtime.webhook.callback-url is "
              + url.getScheme()
              + ", which the receiver does not speak itself. Set realtime.webhook.listen to where"
              + " the proxy that ends TLS sends the webhooks, such as localhost:8081, or mount a"
              + " WebhookHandler and give it to RealtimeClient.Builder.callbacks.");
    }
    int port = url.getPort() < 0 ? HTTP_PORT : url.getPort();
    return InetSocketAddress.createUnresolved(url.getHost(), port);
  }
}
