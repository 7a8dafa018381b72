package dev.realtime.examples.quickstart;

import dev.realtime.Transport;
import dev.realtime.jetty.webhook.WebhookHandler;
import dev.realtime.okhttp.RealtimeClient;
import java.net.URI;
import org.eclipse.jetty.server.Server;

/** Webhooks that arrive in the Jetty of an application. */
final class Callbacks {
  private Callbacks() {}

  static RealtimeClient mount(Server jetty, String url) {
    WebhookHandler hooks = new WebhookHandler(URI.create("https://shop.example/hooks"));
    jetty.setHandler(hooks);
    return RealtimeClient.builder()
        .url(url)
        .transport(Transport.WEBHOOK)
        .callbacks(hooks)
        .connect();
  }
}
