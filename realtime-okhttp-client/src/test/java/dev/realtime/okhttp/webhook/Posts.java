package dev.realtime.okhttp.webhook;

import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackClient;
import dev.realtime.core.webhook.CallbackClient.Post;
import dev.realtime.core.webhook.CallbackPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Requests of tests and their answers. */
final class Posts {
  static final String BODY = "{\"type\":\"realtime.batch\",\"text\":\"bän\"}";
  static final Duration LONG = Duration.ofSeconds(10);

  private Posts() {}

  /** Where this machine may be called. */
  static CallbackPolicy local() {
    return CallbackPolicy.defaults().allowingPrivate().allowingAnyPort();
  }

  static Post to(String url) {
    return to(url, LONG);
  }

  static Post to(String url, Duration timeout) {
    return new Post(
        URI.create(url),
        Map.of("Content-Type", "application/json", "webhook-id", "sub_1_e1_1-1"),
        BODY.getBytes(StandardCharsets.UTF_8),
        timeout);
  }

  static CallbackAnswer answer(CallbackClient client, Post post) {
    return client.post(post).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
