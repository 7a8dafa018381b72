package dev.realtime.examples.payments;

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
 * A bank and a merchant in one process: payments are messages of the channel {@code
 * payments/acct_9}, and the bank sends them to the merchant as signed webhooks. The page shows
 * every attempt and makes the merchant fail.
 *
 * <p>Only this machine can reach it, because everybody may pay.
 */
public final class Payments {
  private static final String HOOK = "/merchant/payments";
  private static final List<String> FILES =
      List.of(
          "index.html",
          "base.css",
          "panel.css",
          "payments.css",
          "icon.svg",
          "payments.js",
          "record.js");

  private Payments() {}

  /**
   * Starts bank and merchant and runs until the process is told to stop.
   *
   * @param args the port, or nothing for 8080
   */
  public static void main(String[] args) throws InterruptedException {
    new Program("payments", "a bank and a merchant").run(args, Payments::start);
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
            .set("realtime.webhook.timeout", "2s")
            .set("realtime.webhook.retry-min-delay", "1s")
            .set("realtime.webhook.retry-max-delay", "8s")
            .also(new Handler.Sequence(endpoint, new Pages(Payments.class, FILES)))
            .start();
    endpoint.answerWith(new Merchant(server)::take);
    try {
      new Registration("payments/acct_9", HOOK, "transactional").at(server, secret);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }
}
