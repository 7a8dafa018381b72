package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.realtime.core.webhook.KeptSecret;
import dev.realtime.core.webhook.WebhookHeaders;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookSigner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The library of the specification signs and verifies the same. */
class WebhookOracleTest {
  private static final long SEED = 20_261_124;
  private static final int ROUNDS = 200;
  private static final long SECONDS = 1_614_265_330;

  private static String text(Random random) {
    int[] points = random.ints(random.nextInt(200), 1, 0xD7FF).toArray();
    return new String(points, 0, points.length);
  }

  @Test
  void theLibrarySignsTheSame() throws EmptyWebhookSecretException, WebhookSigningException {
    Random random = new Random(SEED);
    Clock clock = Clock.fixed(Instant.ofEpochSecond(SECONDS), ZoneOffset.UTC);
    for (int i = 0; i < ROUNDS; i++) {
      String secret = KeptSecret.generateText(random);
      String id = "msg_" + i;
      String body = text(random);

      WebhookHeaders ours =
          new WebhookSigner(List.of(WebhookSecret.parse(secret)), clock)
              .sign(id, body.getBytes(StandardCharsets.UTF_8));

      assertThat(ours.signature())
          .as("seed %s, round %s", SEED, i)
          .isEqualTo(new Webhook(secret).sign(id, SECONDS, body));
    }
  }

  @Test
  void theLibraryVerifiesWhatIsSigned() throws EmptyWebhookSecretException {
    Random random = new Random(SEED);
    String former = KeptSecret.generateText(random);
    String current = KeptSecret.generateText(random);
    List<WebhookSecret> both = List.of(WebhookSecret.parse(current), WebhookSecret.parse(former));
    WebhookSigner signer = new WebhookSigner(both, Clock.systemUTC());
    String body = text(random);

    Map<String, List<String>> headers = new TreeMap<>();
    signer
        .sign("sub_1_e1_1-2", body.getBytes(StandardCharsets.UTF_8))
        .toMap()
        .forEach((name, value) -> headers.put(name, List.of(value)));

    for (String secret : List.of(former, current)) {
      Webhook library = new Webhook(secret);
      assertThatCode(() -> library.verify(body, headers)).doesNotThrowAnyException();
    }
  }
}
