package dev.realtime.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {
  @ParameterizedTest
  @ValueSource(ints = {24, 25, 26, 32, 63, 64})
  void acceptsSharedSecretsOf24To64Bytes(int bytes) {
    WebhookSecret secret = WebhookSecret.parse("whsec_" + base64(bytes));

    assertThat(secret.signing()).isPresent();
    assertThat(secret.verifying()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "whsec_, 0, has 0 bytes",
    "whsec_, 23, has 23 bytes",
    "whsec_, 65, has 65 bytes",
    "whsk_, 31, has 31 bytes",
    "whsk_, 33, has 33 bytes",
    "whsk_, 65, has 65 bytes",
    "whpk_, 31, has 31 bytes",
    "whpk_, 64, has 64 bytes",
    "WHSEC_, 32, none of the prefixes",
    "'', 32, none of the prefixes",
    "' whsec_', 32, none of the prefixes",
  })
  void refusesOtherSizesAndPrefixes(String prefix, int bytes, String why) {
    assertRefused(prefix + base64(bytes), why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw=",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
        "whsec_MfKQ9r8GKYqrTwjUPD8I LPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8I-PZIo2LaLaSw",
        "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4",
        "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir5=",
        "whsk_%",
      })
  void refusesAllButCanonicalBase64(String text) {
    assertRefused(text, "is not base64");
  }

  @Test
  void refusesAPublicKeyThatIsNoPointOfTheCurve() {
    byte[] bytes = new byte[32];
    bytes[0] = 2;

    assertRefused("whpk_" + Base64.getEncoder().encodeToString(bytes), "no point");
  }

  @Test
  void refusesAPrivateKeyBesideAnothersPublicKey() {
    byte[] halves = Base64.getDecoder().decode(Vectors.PRIVATE.substring("whsk_".length()));
    halves[0] ^= 1;

    assertRefused("whsk_" + Base64.getEncoder().encodeToString(halves), "no pair");
  }

  @Test
  void aPrivateKeySignsAndAPublicKeyVerifies() {
    assertThat(WebhookSecret.parse(Vectors.PRIVATE).verifying()).isEmpty();
    assertThat(WebhookSecret.parse(Vectors.SEED).signing()).isPresent();
    assertThat(WebhookSecret.parse(Vectors.PUBLIC).signing()).isEmpty();
  }

  @Test
  void nothingShowsAKey() {
    List<String> texts = List.of(Vectors.SHARED, Vectors.PRIVATE, Vectors.SEED, Vectors.PUBLIC);

    for (String text : texts) {
      WebhookSecret secret = WebhookSecret.parse(text);
      assertThat(secret.toString()).isEqualTo(text.substring(0, text.indexOf('_') + 1) + "***");
      secret.signing().ifPresent(key -> assertThat(key.toString()).isEqualTo(secret.toString()));
      secret.verifying().ifPresent(key -> assertThat(key.toString()).isEqualTo(secret.toString()));
    }
    assertThat(Vectors.signer(Vectors.SHARED, Vectors.PRIVATE))
        .hasToString("WebhookSigner[whsec_***, whsk_***]");
    assertThat(Vectors.verifier(Vectors.SHARED, Vectors.PUBLIC))
        .hasToString("WebhookVerifier[whsec_***, whpk_***]");
    assertThat(Vectors.headers(Vectors.V1)).asString().doesNotContain("g0hM9").contains("***");
    assertThat(SignatureList.parse(Vectors.V1)).hasToString("SignatureList[v1=1, v1a=0]");
  }

  private static String base64(int bytes) {
    byte[] key = new byte[bytes];
    Arrays.fill(key, (byte) 0xc7);
    return Base64.getEncoder().encodeToString(key);
  }

  private static void assertRefused(String text, String why) {
    assertThatThrownBy(() -> WebhookSecret.parse(text))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
              assertThat(e).hasMessageContaining(why).hasNoCause();
              String key = text.substring(text.indexOf('_') + 1);
              if (key.length() > 8) {
                assertThat(e.getMessage()).doesNotContain(key.substring(0, 8));
              }
            });
  }
}
