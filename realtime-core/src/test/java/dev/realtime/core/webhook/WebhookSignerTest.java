package dev.realtime.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignerTest {
  @Test
  void signsThePublicVectorOfHmac() {
    WebhookHeaders headers = Vectors.signer(Vectors.SHARED).sign(Vectors.ID, Vectors.body());

    assertThat(headers.toMap())
        .isEqualTo(
            Map.of(
                "webhook-id", Vectors.ID,
                "webhook-timestamp", Vectors.TIMESTAMP,
                "webhook-signature", Vectors.V1));
  }

  @ParameterizedTest
  @ValueSource(strings = {Vectors.PRIVATE, Vectors.SEED})
  void signsThePublicVectorOfEd25519(String secret) {
    WebhookHeaders headers = Vectors.signer(secret).sign(Vectors.ID, Vectors.body());

    assertThat(headers.signature()).isEqualTo(Vectors.V1A);
  }

  @Test
  void signsWithEverySecretInTheirOrder() {
    WebhookSigner signer = Vectors.signer(Vectors.PRIVATE, Vectors.SHARED);

    assertThat(signer.sign(Vectors.ID, Vectors.body()).signature())
        .isEqualTo(Vectors.V1A + " " + Vectors.V1);
  }

  @Test
  void signsBytesThatAreNoText() {
    byte[] body = {(byte) 0xff, 0, (byte) 0xc3, '\r', '\n', (byte) 0x80};
    byte[] replaced = new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);

    WebhookHeaders headers = Vectors.signer(Vectors.SHARED).sign("m", body);

    WebhookVerifier verifier = Vectors.verifier(Vectors.SHARED);
    assertThat(verifier.verify(headers, body)).isInstanceOf(WebhookVerdict.Verified.class);
    assertThat(verifier.verify(headers, replaced)).isInstanceOf(WebhookVerdict.Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a b", "a\n", "a\r\nx: y", "ü", "\u0000", "a\u007f"})
  void refusesAnIdThatIsNotOne(String id) {
    WebhookSigner signer = Vectors.signer(Vectors.SHARED);

    assertThatThrownBy(() -> signer.sign(id, Vectors.body()))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void anIdHasAtMost256Characters() {
    WebhookSigner signer = Vectors.signer(Vectors.SHARED);

    assertThat(signer.sign("x".repeat(256), Vectors.body()).id()).hasSize(256);
    assertThatThrownBy(() -> signer.sign("x".repeat(257), Vectors.body()))
        .isInstanceOf(RejectedException.class);
  }

  @Test
  void refusesNoSecretTooManyAndPublicKeys() {
    WebhookSecret shared = WebhookSecret.parse(Vectors.SHARED);
    List<List<WebhookSecret>> wrong =
        List.of(
            List.of(),
            Collections.nCopies(9, shared),
            List.of(shared, WebhookSecret.parse(Vectors.PUBLIC)));

    for (List<WebhookSecret> secrets : wrong) {
      assertThatThrownBy(() -> new WebhookSigner(secrets, Vectors.CLOCK))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
