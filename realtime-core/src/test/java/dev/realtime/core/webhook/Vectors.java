package dev.realtime.core.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The public vectors of Standard Webhooks 1.0 and of the Ed25519 keys of its first sender. */
final class Vectors {
  static final String SHARED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final String PRIVATE =
      "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
  static final String SEED = "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=";
  static final String PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
  static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  static final String TIMESTAMP = "1614265330";
  static final String V1 = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  static final String V1A =
      "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
  static final long SECONDS = 1_614_265_330L;
  static final Clock CLOCK = at(SECONDS);

  private Vectors() {}

  static byte[] body() {
    return "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  }

  static Clock at(long seconds) {
    return Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
  }

  static WebhookHeaders headers(String signature) {
    return new WebhookHeaders(ID, TIMESTAMP, signature);
  }

  static WebhookSigner signer(String... secrets) {
    return new WebhookSigner(parsed(secrets), CLOCK);
  }

  static WebhookVerifier verifier(String... secrets) {
    return new WebhookVerifier(parsed(secrets), CLOCK);
  }

  private static List<WebhookSecret> parsed(String... secrets) {
    return List.of(secrets).stream().map(WebhookSecret::parse).toList();
  }
}
