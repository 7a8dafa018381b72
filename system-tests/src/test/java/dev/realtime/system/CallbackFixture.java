package dev.realtime.system;

import dev.realtime.Channel;
import dev.realtime.Start;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.jetty.webhook.WebhookHandler;
import dev.realtime.okhttp.RealtimeClient;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A client of a server that receives one channel by webhooks, at a Jetty of its own. Used by one
 * test, from one thread.
 */
final class CallbackFixture {
  private static final String CHANNEL = "a/b";

  private final Server jetty;
  private final RealtimeClient client;

  private CallbackFixture(Server jetty, RealtimeClient client) {
    this.jetty = jetty;
    this.client = client;
  }

  /** A server that sends webhooks to this machine and soon tries again. */
  static RealtimeServer.Builder sender() {
    return RealtimeServer.builder()
        .configuration(Configuration.builder())
        .port(0)
        .set("realtime.webhook.allow-private", "true")
        .set("realtime.webhook.retry-min-delay", "10ms");
  }

  /**
   * A client that has subscribed to nothing.
   *
   * @param door what requests go through first
   */
  static CallbackFixture of(RealtimeServer server, Handler.Singleton door) throws Exception {
    Server jetty = new Server();
    ServerConnector connector = new ServerConnector(jetty, 1, 1);
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    connector.open();
    WebhookHandler hooks =
        new WebhookHandler(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/hooks"));
    door.setHandler(hooks);
    jetty.setHandler(door);
    jetty.start();
    return new CallbackFixture(
        jetty,
        RealtimeClient.builder()
            .configuration(Configuration.builder())
            .url(server.url().toString())
            .transport(Transport.WEBHOOK)
            .callbacks(hooks)
            .connect());
  }

  Channel<String> channel() {
    return client.channel(CHANNEL, String.class);
  }

  /** Subscribes from the first message on and waits until it is live. */
  Subscription subscribe(Subscriber<String> subscriber) {
    Subscription subscription = channel().subscribe(Start.earliest(), subscriber);
    subscription.live().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    return subscription;
  }

  /** Publishes and waits until it is stored. */
  void publish(String text) {
    channel().publish(text).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Ends the client, in order, and its Jetty. */
  void stop() throws Exception {
    client.close();
    jetty.stop();
  }
}
