package dev.realtime.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatPagesTest {
  private final RealtimeServer server = Chat.start(0, Configuration.builder());

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void thePageAllowsNothingFromElsewhereAndNoInlineCode() throws Exception {
    HttpResponse<String> page = send("GET", "/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().map())
        .containsEntry("content-type", List.of("text/html; charset=utf-8"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("cache-control", List.of("no-store"));
    assertThat(page.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'"));
    assertThat(page.body()).doesNotContain("style=", "<style", "onclick", "http:", "https:");
  }

  @Test
  void whatIsNoPageIsNotFound() throws Exception {
    for (String path : new String[] {"/none", "/Chat.class", "/..%2fchat.js", "/chat.js/"}) {
      assertThat(send("GET", path).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void pagesAreOnlyRead() throws Exception {
    HttpResponse<String> answer = send("POST", "/");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD");
  }
}
