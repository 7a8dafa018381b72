package dev.realtime.jetty;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.core.wire.ChannelName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a path below the base names. */
sealed interface Route {
  /** One channel. */
  record OfChannel(String channel) implements Route {}

  /** The socket of many channels. */
  record OfSocket() implements Route {}

  /** All webhook subscriptions. */
  record OfWebhooks() implements Route {}

  /** One webhook subscription. */
  record OfWebhook(String id) implements Route {}

  /** Something to do to a webhook subscription. */
  record OfWebhookAction(String id, String action) implements Route {}

  /** The module for browsers. */
  record OfClientModule() implements Route {}

  /** What the server does now. */
  record OfStatus() implements Route {}

  /** Whether the process works, and whether it takes requests. */
  record OfHealth(boolean ready) implements Route {}

  /**
   * Reads a path, which is percent-encoded as it was sent.
   *
   * @throws RejectedException not-found, or bad-request if a channel name is none
   */
  static Route parse(String path) {
    if (path.startsWith("/channels/")) {
      return new OfChannel(channel(path.substring("/channels/".length())));
    }
    if (path.startsWith("/webhooks/")) {
      return webhook(path.substring("/webhooks/".length()));
    }
    return switch (path) {
      case "/socket" -> new OfSocket();
      case "/webhooks" -> new OfWebhooks();
      case "/client.js" -> new OfClientModule();
      case "/status" -> new OfStatus();
      case "/health/live" -> new OfHealth(false);
      case "/health/ready" -> new OfHealth(true);
      default ->
          throw new RejectedException(
              ErrorCode.NOT_FOUND,
              "there is nothing here; below the base path are channels/{channel}, socket,"
                  + " webhooks, client.js, status, health/live and health/ready");
    };
  }

  private static Route webhook(String path) {
    int slash = path.indexOf('/');
    return slash < 0
        ? new OfWebhook(path)
        : new OfWebhookAction(path.substring(0, slash), path.substring(slash + 1));
  }

  private static String channel(String encoded) {
    try {
      return ChannelName.check(decode(encoded));
    } catch (IllegalArgumentException e) {
      throw new RejectedException(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  /** Decodes once; a plus is a plus. */
  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length()) {
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
