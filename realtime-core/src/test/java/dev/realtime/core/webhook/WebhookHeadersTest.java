package dev.realtime.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.ErrorCode;
import dev.realtime.core.webhook.WebhookVerdict.Reason;
import dev.realtime.core.webhook.WebhookVerdict.Rejected;
import dev.realtime.core.webhook.WebhookVerdict.Verified;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookHeadersTest {
  private final WebhookVerifier verifier = Vectors.verifier(Vectors.SHARED, Vectors.PUBLIC);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1614265330",
        "+1614265330",
        "01614265330",
        "00",
        "1614265330.0",
        "1614265330 ",
        " 1614265330",
        "1e9",
        "0x60",
        "1614265330\n",
        "1614265330000",
        "9999999999999",
        "١٦١٤٢٦٥٣٣٠",
        "1,614,265,330",
        "NaN",
        "1614265330,1614265330",
      })
  void refusesMalformedTimestamps(String timestamp) {
    assertMalformed(new WebhookHeaders(Vectors.ID, timestamp, Vectors.V1), "webhook-timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a.b", ".", "a\tb", "a\n", "é", "a\u0000", "a\u200b"})
  void refusesMalformedIds(String id) {
    assertMalformed(new WebhookHeaders(id, Vectors.TIMESTAMP, Vectors.V1), "webhook-id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "v1",
        "v1,",
        ",g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1=g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        " " + Vectors.V1,
        Vectors.V1 + " ",
        Vectors.V1 + "  " + Vectors.V1,
        Vectors.V1 + "\t" + Vectors.V1,
        Vectors.V1 + "," + Vectors.V1,
        Vectors.V1 + "\n",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
        "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O==",
        "v1,g0hM9SsE",
        "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,83484cf52b04f8e4cf2531adfed9882ad4b2665137b852442d594d20e2c9d4e1",
        "v2,ü " + Vectors.V1,
      })
  void refusesMalformedSignatures(String signature) {
    assertMalformed(Vectors.headers(signature), "");
  }

  @Test
  void limitsTheNumberAndLengthOfSignatures() {
    assertVerified(times(32, Vectors.V1));
    assertMalformed(Vectors.headers(times(33, Vectors.V1)), "at most 32 signatures; it has 33");
    assertVerified(times(8, Vectors.V1A));
    assertMalformed(Vectors.headers(times(9, Vectors.V1A)), "at most 8 signatures v1a; it has 9");
    assertMalformed(Vectors.headers("v2," + "x".repeat(8_190)), "at most 8192 characters");
  }

  @Test
  void findsHeadersInAnyCaseAmongOthers() {
    Map<String, List<String>> headers =
        Map.of(
            "Webhook-Id", List.of(Vectors.ID),
            "WEBHOOK-TIMESTAMP", List.of(Vectors.TIMESTAMP),
            "webhook-signature", List.of(Vectors.V1),
            "svix-id", List.of("other"),
            "Content-Type", List.of("application/json", "text/plain"));

    assertThat(verifier.verify(headers, Vectors.body())).isInstanceOf(Verified.class);
  }

  @Test
  void refusesHeadersThatAreMissingOrThereTwice() {
    assertMalformed(Map.of(), "webhook-id once; it is there 0 times");
    assertMalformed(
        Map.of("webhook-id", List.of(Vectors.ID), "webhook-signature", List.of(Vectors.V1)),
        "webhook-timestamp once; it is there 0 times");
    assertMalformed(
        Map.of(
            "webhook-id", List.of(Vectors.ID),
            "webhook-timestamp", List.of(Vectors.TIMESTAMP),
            "webhook-signature", List.of(Vectors.V1, Vectors.V1)),
        "webhook-signature once; it is there 2 times");
    assertMalformed(
        Map.of("webhook-id", List.of("a"), "Webhook-Id", List.of("a")), "it is there 2 times");
  }

  private void assertVerified(String signatures) {
    assertThat(verifier.verify(Vectors.headers(signatures), Vectors.body()))
        .isInstanceOf(Verified.class);
  }

  private void assertMalformed(WebhookHeaders headers, String why) {
    assertMalformed(verifier.verify(headers, Vectors.body()), why);
  }

  private void assertMalformed(Map<String, List<String>> headers, String why) {
    assertMalformed(verifier.verify(headers, Vectors.body()), why);
  }

  private static void assertMalformed(WebhookVerdict verdict, String why) {
    Rejected rejected = (Rejected) verdict;
    assertThat(rejected.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(rejected.detail()).contains(why).doesNotContain("g0hM9", "83484cf", Vectors.ID);
    assertThat(rejected.exception().code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(rejected.exception()).hasMessage(rejected.detail());
  }

  private static String times(int count, String signature) {
    return String.join(" ", Collections.nCopies(count, signature));
  }
}
