package dev.realtime.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.core.webhook.WebhookVerdict.Reason;
import dev.realtime.core.webhook.WebhookVerdict.Rejected;
import dev.realtime.core.webhook.WebhookVerdict.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookVerifierTest {
  private static final String OTHER = "whsec_b3RoZXIgc2VjcmV0IG9mIDI0IGJ5dGVz";
  private static final String FOREIGN_V1 = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String FOREIGN_V1A =
      "v1a,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";

  @Test
  void verifiesThePublicVectors() {
    Verified expected =
        new Verified(Vectors.ID, Optional.of(Instant.ofEpochSecond(Vectors.SECONDS)));

    assertThat(verify(Vectors.V1, Vectors.SHARED)).isEqualTo(expected);
    assertThat(verify(Vectors.V1A, Vectors.PUBLIC)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Vectors.V1,
        "v2,whatever " + Vectors.V1,
        Vectors.V1 + " v3,~!#",
        "v1b,= " + Vectors.V1 + " v1a2,x",
        FOREIGN_V1 + " " + Vectors.V1,
        Vectors.V1 + " " + FOREIGN_V1,
        FOREIGN_V1A + " " + Vectors.V1,
      })
  void oneSignatureIsEnough(String signatures) {
    assertThat(verify(signatures, Vectors.SHARED)).isInstanceOf(Verified.class);
    assertThat(verify(signatures, OTHER, Vectors.SHARED)).isInstanceOf(Verified.class);
    assertThat(verify(signatures, Vectors.PUBLIC, Vectors.SHARED)).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FOREIGN_V1,
        FOREIGN_V1A,
        "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      })
  void rejectsSignaturesOfNoneOfTheSecrets(String signatures) {
    assertWrong(verify(signatures, Vectors.SHARED, Vectors.PUBLIC));
  }

  @Test
  void aSignatureCountsForItsOwnSchemeAlone() {
    assertWrong(verify(Vectors.V1, Vectors.PUBLIC));
    assertWrong(verify(Vectors.V1A, Vectors.SHARED));
    assertWrong(verify(Vectors.V1, OTHER));
  }

  @Test
  void secretsRotateWithoutARejection() {
    WebhookHeaders before = Vectors.signer(Vectors.SHARED).sign("m", Vectors.body());
    WebhookHeaders during = Vectors.signer(OTHER, Vectors.SHARED).sign("m", Vectors.body());
    WebhookHeaders after = Vectors.signer(OTHER).sign("m", Vectors.body());

    WebhookVerifier old = Vectors.verifier(Vectors.SHARED);
    WebhookVerifier both = Vectors.verifier(OTHER, Vectors.SHARED);
    WebhookVerifier fresh = Vectors.verifier(OTHER);

    for (WebhookHeaders headers : List.of(before, during, after)) {
      assertThat(both.verify(headers, Vectors.body())).isInstanceOf(Verified.class);
    }
    assertThat(old.verify(during, Vectors.body())).isInstanceOf(Verified.class);
    assertThat(fresh.verify(during, Vectors.body())).isInstanceOf(Verified.class);
    assertWrong(old.verify(after, Vectors.body()));
    assertWrong(fresh.verify(before, Vectors.body()));
  }

  @Test
  void rejectsEveryChangedBitOfTheBody() {
    byte[] body = Vectors.body();
    WebhookVerifier verifier = Vectors.verifier(Vectors.SHARED);

    for (int bit = 0; bit < body.length * 8; bit++) {
      byte[] changed = Vectors.body();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertWrong(verifier.verify(Vectors.headers(Vectors.V1), changed));
    }
    assertWrong(verifier.verify(Vectors.headers(Vectors.V1), new byte[0]));
    assertWrong(verifier.verify(Vectors.headers(Vectors.V1), Arrays.copyOf(body, 21)));
    assertWrong(Vectors.verifier(Vectors.PUBLIC).verify(Vectors.headers(Vectors.V1A), new byte[0]));
  }

  @Test
  void rejectsAChangedIdAndAChangedTime() {
    WebhookVerifier verifier = Vectors.verifier(Vectors.SHARED);

    assertWrong(
        verifier.verify(
            new WebhookHeaders(Vectors.ID + "x", Vectors.TIMESTAMP, Vectors.V1), Vectors.body()));
    assertWrong(
        verifier.verify(new WebhookHeaders(Vectors.ID, "1614265331", Vectors.V1), Vectors.body()));
  }

  @ParameterizedTest
  @CsvSource({"-300, ''", "0, ''", "300, ''", "-301, TOO_NEW", "301, TOO_OLD", "-9999999, TOO_NEW"})
  void acceptsTimesUpTo300SecondsOff(long late, String reason) {
    WebhookVerifier verifier =
        new WebhookVerifier(
            List.of(WebhookSecret.parse(Vectors.SHARED)), Vectors.at(Vectors.SECONDS + late));

    WebhookVerdict verdict = verifier.verify(Vectors.headers(Vectors.V1), Vectors.body());

    if (reason.isEmpty()) {
      assertThat(verdict).isInstanceOf(Verified.class);
    } else {
      Rejected rejected = (Rejected) verdict;
      assertThat(rejected.reason()).isEqualTo(Reason.valueOf(reason));
      assertThat(rejected.detail()).contains(Math.abs(late) + " s", "300 s");
      assertThat(rejected.exception().code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }
  }

  @Test
  void anotherToleranceMovesTheBorders() {
    WebhookVerifier strict =
        new WebhookVerifier(
                List.of(WebhookSecret.parse(Vectors.SHARED)), Vectors.at(Vectors.SECONDS + 2))
            .withTolerance(Duration.ofSeconds(1));

    assertThat(strict.verify(Vectors.headers(Vectors.V1), Vectors.body()))
        .isEqualTo(
            new Rejected(
                Reason.TOO_OLD, "the timestamp is 2 s behind the clock; at most 1 s are allowed"));
    assertThatThrownBy(() -> strict.withTolerance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void answersAForgerWithOneTextForEveryReason() {
    WebhookVerdict wrong = verify(FOREIGN_V1, Vectors.SHARED);
    WebhookVerdict old =
        new WebhookVerifier(List.of(WebhookSecret.parse(Vectors.SHARED)), Vectors.at(0))
            .verify(Vectors.headers(Vectors.V1), Vectors.body());

    for (WebhookVerdict verdict : List.of(wrong, old)) {
      assertThatThrownBy(verdict::orThrow)
          .isInstanceOf(RejectedException.class)
          .hasMessage("the webhook cannot be verified");
    }
    assertThat(verify(Vectors.V1, Vectors.SHARED).orThrow().id()).isEqualTo(Vectors.ID);
  }

  @Test
  void refusesNoSecretTooManyAndPrivateKeys() {
    WebhookSecret shared = WebhookSecret.parse(Vectors.SHARED);
    List<List<WebhookSecret>> wrong =
        List.of(
            List.of(),
            Collections.nCopies(9, shared),
            List.of(shared, WebhookSecret.parse(Vectors.PRIVATE)));

    for (List<WebhookSecret> secrets : wrong) {
      assertThatThrownBy(() -> new WebhookVerifier(secrets, Vectors.CLOCK))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static WebhookVerdict verify(String signatures, String... secrets) {
    return Vectors.verifier(secrets).verify(Vectors.headers(signatures), Vectors.body());
  }

  private static void assertWrong(WebhookVerdict verdict) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.WRONG_SIGNATURE));
  }
}
