package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackClient.Post;
import dev.realtime.core.webhook.CallbackPolicy;
import dev.realtime.core.webhook.WebhookHeaders;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookSigner;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.okhttp.webhook.OkHttpCallbackClient;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Receivers that are not ours verify what is sent: npm's standardwebhooks and svix. */
class WebhookInteropTest {
  private static final Path SCRIPTS = Path.of("src/test/node").toAbsolutePath();
  private static final String CURRENT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String NEXT = "whsec_" + "AAEC".repeat(8);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @BeforeAll
  static void install() throws Exception {
    if (!Files.isDirectory(SCRIPTS.resolve("node_modules/svix"))) {
      Process npm =
          new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
              .directory(SCRIPTS.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      assertThat(npm.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(npm.exitValue()).as("npm ci").isZero();
    }
  }

  private static byte[] body(long offset, Payload payload) {
    Entry entry =
        new Entry(
            new Position("e1", offset),
            1_764_000_000_123L,
            Optional.empty(),
            "",
            "payment.created",
            Map.of(),
            payload);
    Position before = new Position("e1", offset - 1);
    Batch batch =
        new Batch(
            "payments/acct_9",
            before,
            entry.position(),
            entry.position(),
            Optional.empty(),
            List.of(entry));
    return new WebhookBody.Delivery("sub_7Qm", batch, false, Optional.empty()).toJson();
  }

  private static Map<String, String> signed(byte[] body, String... secrets) {
    List<WebhookSecret> keys = Stream.of(secrets).map(WebhookSecret::parse).toList();
    WebhookHeaders headers =
        new WebhookSigner(keys, Clock.systemUTC()).sign("sub_7Qm_e1_1-1", body);
    Map<String, String> all = new TreeMap<>(headers.toMap());
    all.put("Content-Type", "application/json");
    return all;
  }

  @Test
  void npmPackagesVerifyWhatIsPostedAndRefuseWhatIsNot() throws Exception {
    byte[] text = body(1, Payload.json("{\"amount\": 1.50, \"to\": \"Zoë 💶\"}"));
    byte[] bytes = body(2, Payload.of(new byte[] {0, (byte) 0xff}, "application/octet-stream"));
    Map<String, String> twice = signed(text, NEXT, CURRENT);
    Process node =
        new ProcessBuilder("node", "receive-webhooks.mjs", CURRENT, "5")
            .directory(SCRIPTS.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> printed;
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
        OkHttpCallbackClient client =
            new OkHttpCallbackClient(
                CallbackPolicy.defaults().allowingPrivate().allowingAnyPort(), TIMEOUT)) {
      URI url = URI.create("http://127.0.0.1:" + lines.readLine() + "/hook");

      post(client, new Post(url, signed(text, CURRENT), text, TIMEOUT));
      post(client, new Post(url, signed(bytes, CURRENT), bytes, TIMEOUT));
      post(client, new Post(url, twice, text, TIMEOUT));
      post(client, new Post(url, signed(text, NEXT), text, TIMEOUT));
      post(client, new Post(url, signed(text, CURRENT), bytes, TIMEOUT));

      printed = lines.lines().toList();
      assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      node.destroyForcibly();
    }
    assertThat(printed)
        .containsExactlyElementsOf(
            Stream.of(
                    "verified {\"amount\":1.5,\"to\":\"Zoë 💶\"}",
                    "verified \"AP8=\"",
                    "verified {\"amount\":1.5,\"to\":\"Zoë 💶\"}",
                    "refused WebhookVerificationError",
                    "refused WebhookVerificationError")
                .flatMap(line -> Stream.of("standardwebhooks " + line, "svix " + line))
                .toList());
  }

  private static void post(OkHttpCallbackClient client, Post post) throws IOException {
    CallbackAnswer answer =
        client.post(post).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(answer).hasToString("Status[204]");
  }
}
