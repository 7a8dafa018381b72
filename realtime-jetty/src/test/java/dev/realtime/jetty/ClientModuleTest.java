package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.core.config.Configuration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientModuleTest {
  private static final int MAX_GZIPPED_BYTES = 8 * 1024;

  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .authenticator(
              request -> {
                throw new RejectedException(ErrorCode.UNAUTHENTICATED, "nobody may come in");
              })
          .start();
  private final Http http = new Http(server.url());

  @AfterEach
  void stop() {
    server.close();
  }

  private static String tag(HttpResponse<String> answer) {
    return answer.headers().firstValue("etag").orElse("");
  }

  @Test
  void theModuleIsServedToEverybody() {
    HttpResponse<String> answer = http.get("/client.js");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type"))
        .contains("text/javascript; charset=utf-8");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-cache");
    assertThat(tag(answer)).matches("\"[0-9a-f]{24}\"");
    assertThat(answer.body()).contains("export function connect(");
  }

  @Test
  void whoHasTheModuleGetsNoSecondCopy() {
    String tag = tag(http.get("/client.js"));

    for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
      HttpResponse<String> answer = http.get("/client.js", "If-None-Match", known);
      assertThat(answer.statusCode()).as(known).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(tag(answer)).isEqualTo(tag);
    }
    assertThat(http.get("/client.js", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void aHeadHasTheHeadersOnly() {
    HttpResponse<String> whole = http.get("/client.js");

    HttpResponse<String> head =
        http.send(http.request("/client.js").method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(tag(head)).isEqualTo(tag(whole));
    assertThat(head.headers().firstValue("content-length"))
        .isEqualTo(whole.headers().firstValue("content-length"));
  }

  @Test
  void theModuleIsOnlyRead() {
    HttpResponse<String> answer = http.post("/client.js", "text/javascript", "0");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
  }

  @Test
  void theModuleIsSmallAndNeedsNoOther() throws IOException {
    String module = http.get("/client.js").body();

    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(module.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(zipped.size()).isLessThanOrEqualTo(MAX_GZIPPED_BYTES);
    assertThat(module).doesNotContainPattern("(?m)^import |import\\(");
  }
}
