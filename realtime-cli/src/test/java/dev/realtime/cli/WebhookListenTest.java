package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookSigner;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A sink, and requests to it that no server of this library sends. */
class WebhookListenTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final int MAX_BODY = 1 << 20;

  private final HttpClient http = HttpClient.newHttpClient();

  private static CommandProbe listen(String... options) throws InterruptedException {
    String[] fixed = {"webhook", "listen", "--port", "0", "--secret", SECRET};
    CommandProbe sink =
        CommandProbe.start(
            Stream.concat(Arrays.stream(fixed), Arrays.stream(options)).toArray(String[]::new));
    sink.awaitErr("listening on ");
    return sink;
  }

  private static URI url(CommandProbe sink) {
    return URI.create(sink.err().replaceAll("(?s).*listening on (\\S+).*", "$1"));
  }

  private HttpResponse<String> deliver(CommandProbe sink, int offset)
      throws IOException, InterruptedException {
    String body =
        "{\"type\":\"realtime.batch\",\"subscription\":\"sub_1\",\"channel\":\"a\",\"previous\":\"e:%d\","
                .formatted(offset - 1)
            + "\"last\":\"e:%d\",\"entries\":[{\"offset\":%d,\"time\":1,\"data\":1}]}"
                .formatted(offset, offset);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request = HttpRequest.newBuilder(url(sink));
    new WebhookSigner(List.of(WebhookSecret.parse(SECRET)), Clock.systemUTC())
        .sign("sub_1_e_" + offset, bytes)
        .toMap()
        .forEach(request::header);
    return http.send(
        request
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(bytes))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void endsAfterTheDeliveriesThatItWasToCount() throws Exception {
    CommandProbe sink = listen("--count", "2", "--timeout", "60s", "--script", "500,200");

    assertThat(deliver(sink, 1).statusCode()).isEqualTo(500);
    assertThat(deliver(sink, 1).statusCode()).isEqualTo(200);

    assertThat(sink.exitCode()).as(sink.err()).isZero();
    assertThat(sink.lines()).hasSize(2);
  }

  @Test
  void aDeliveryThatIsNotToBeCountedAnyMoreIsAskedToComeAgain() throws Exception {
    CommandProbe sink = listen("--count", "1", "--script", "hang:3000");
    Thread first = new Thread(() -> deliverQuietly(sink), "first");
    first.start();
    sink.awaitOut("\"afterMillis\":3000");

    HttpResponse<String> second = deliver(sink, 2);

    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValue("retry-after")).contains("1");
    assertThat(sink.exitCode()).isZero();
    assertThat(sink.lines()).hasSize(1);
    first.join(10_000);
  }

  private void deliverQuietly(CommandProbe sink) {
    try {
      deliver(sink, 1);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tooFewWithinTheTimeIsAFailure() throws Exception {
    CommandProbe sink = listen("--count", "2", "--timeout", "100ms");

    assertThat(sink.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(sink.err()).contains("Got 0 of the 2 deliveries of --count.");
  }

  @Test
  void aTimeWithoutACountIsAnEndInOrder() throws Exception {
    assertThat(listen("--timeout", "100ms").exitCode()).isZero();
  }

  @Test
  void aBodyOverTheLimitIsTooLarge() throws Exception {
    CommandProbe sink = listen();

    String announced =
        answer(sink, "Expect: 100-continue\r\nContent-Length: " + (MAX_BODY + 1), "");
    String whole = answer(sink, "Content-Length: " + (MAX_BODY + 1), " ".repeat(MAX_BODY + 1));
    String streamed =
        answer(
            sink,
            "Transfer-Encoding: chunked",
            Integer.toHexString(MAX_BODY + 1) + "\r\n" + " ".repeat(MAX_BODY + 1));

    assertThat(List.of(announced, whole, streamed)).containsOnly("HTTP/1.1 413");
    sink.stop().exitCode();
  }

  @Test
  void aBodyThatIsBrokenIsABadRequest() throws Exception {
    CommandProbe sink = listen();

    String answer = answer(sink, "Transfer-Encoding: chunked", "4\r\n{\"a\"\r\nZZ\r\n");

    assertThat(answer).isEqualTo("HTTP/1.1 400");
    sink.stop().exitCode();
  }

  /** The beginning of the answer to what no client of HTTP would send. */
  private static String answer(CommandProbe sink, String header, String body) throws IOException {
    URI at = url(sink);
    try (Socket socket = new Socket(at.getHost(), at.getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      String head = "POST / HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n";
      out.write((head + body).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }
}
