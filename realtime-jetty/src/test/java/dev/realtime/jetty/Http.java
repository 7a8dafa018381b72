package dev.realtime.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Plain requests to a server, as anybody's client sends them. */
final class Http {
  static {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "origin,connection,host,upgrade");
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI base;

  Http(URI base) {
    this.base = base;
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers));
  }

  CompletableFuture<HttpResponse<String>> getLater(String path) {
    return client.sendAsync(request(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String contentType, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body)));
  }

  /** An event stream, read event by event. */
  Events events(String path, String... headers) {
    try {
      HttpResponse<InputStream> response =
          client.send(
              request(path, headers).header("Accept", "text/event-stream").build(),
              BodyHandlers.ofInputStream());
      return new Events(response);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The events of a stream. */
  record Events(HttpResponse<InputStream> response) implements AutoCloseable {
    /** The lines of the next event, joined; empty at the end of the stream. */
    String next() {
      StringBuilder event = new StringBuilder();
      try {
        for (int b = response.body().read(); b >= 0; b = response.body().read()) {
          event.append((char) b);
          if (event.toString().endsWith("\n\n")) {
            return new String(
                event.substring(0, event.length() - 2).getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.UTF_8);
          }
        }
      } catch (IOException e) {
        throw new AssertionError("after " + event, e);
      }
      return event.toString();
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }
}
