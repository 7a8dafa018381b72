package dev.realtime.examples.notifications;

import dev.realtime.Channel;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookVerifier;
import dev.realtime.examples.web.Endpoint;
import dev.realtime.examples.web.Pages;
import dev.realtime.examples.web.Program;
import dev.realtime.examples.web.Registration;
import dev.realtime.jetty.RealtimeServer;
import java.time.Clock;
import java.util.List;
import org.eclipse.jetty.server.Handler;

/**
 * Bookings and advertisements for one phone whose gateway takes {@value #RATE} requests a second,
 * each with one message. The channel of the bookings is transactional and that of the
 * advertisements is bulk, so a booking does not wait behind a flood.
 *
 * <p>Only this machine can reach it, because everybody may publish.
 */
public final class Notifications {
  private static final int RATE = 20;
  private static final String HOOK = "/gateway";
  private static final List<String> FILES =
      List.of(
          "index.html",
          "base.css",
          "panel.css",
          "notifications.css",
          "icon.svg",
          "notifications.js");

  /**
   * An order of advertisements.
   *
   * @param count how many; no more than 10,000 are sent
   */
  record Campaign(int count) {}

  /** One of a campaign. */
  record Advertisement(String text) {}

  private Notifications() {}

  /**
   * Starts sender and gateway and runs until the process is told to stop.
   *
   * @param args the port, or nothing for 8080
   */
  public static void main(String[] args) throws InterruptedException {
    new Program("notifications", "notifications to one phone").run(args, Notifications::start);
  }

  /** Starts both on a port with a configuration whose port, path and webhook keys do not count. */
  static RealtimeServer start(int port, Configuration.Builder configuration) {
    String secret = Registration.newSecret();
    WebhookVerifier verifier =
        new WebhookVerifier(List.of(WebhookSecret.parse(secret)), Clock.systemUTC());
    Endpoint endpoint = new Endpoint(HOOK, verifier);
    RealtimeServer server =
        RealtimeServer.builder()
            .configuration(configuration)
            .port(port)
            .set("realtime.server.path", "/realtime")
            .set("realtime.webhook.allow-private", "true")
            .set("realtime.webhook.rate", Integer.toString(RATE))
            .set("realtime.batch.max-messages", "1")
            .also(new Handler.Sequence(endpoint, new Pages(Notifications.class, FILES)))
            .start();
    Channel<Advertisement> marketing =
        server.channel("notifications/marketing", Advertisement.class);
    server
        .channel("notifications/campaigns", Campaign.class)
        .subscribe(campaign -> advertise(marketing, campaign.data().count()));
    endpoint.answerWith(new Phone(server, Clock.systemUTC())::take);
    try {
      new Registration("notifications/bookings", HOOK, "transactional").at(server, secret);
      new Registration("notifications/marketing", HOOK, "bulk").at(server, secret);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static void advertise(Channel<Advertisement> marketing, int count) {
    for (int i = 0; i < Math.min(count, 10_000); i++) {
      marketing.publish(new Advertisement("20 % off"));
    }
  }
}
