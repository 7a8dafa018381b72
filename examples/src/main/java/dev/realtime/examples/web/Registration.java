package dev.realtime.examples.web;

import dev.realtime.jetty.RealtimeServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/**
 * The registration of a webhook, as a receiver asks a server for it.
 *
 * @param path where the receiver listens on this machine
 * @param priority {@code transactional}, {@code normal} or {@code bulk}
 */
public record Registration(String channel, String path, String priority) {
  /** A new secret of 32 random bytes. */
  public static String newSecret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Registers at a server that also has the receiver's path.
   *
   * @throws IllegalStateException if the server refuses or the thread is interrupted
   */
  public void at(RealtimeServer server, String secret) {
    String callback = "http://localhost:" + server.port() + path;
    String body =
        """
        {"channel":"%s","url":"%s","secret":"%s","after":"earliest","priority":"%s"}"""
            .formatted(channel, callback, secret, priority);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/webhooks"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(10))
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IllegalStateException("the webhook was refused: " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the webhook was registered", e);
    }
  }
}
