package dev.realtime.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.core.webhook.WebhookVerdict.Reason;
import dev.realtime.core.webhook.WebhookVerdict.Rejected;
import dev.realtime.core.webhook.WebhookVerdict.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureSchemesTest {
  /** One request that a sender signed, and what its secret verifies. */
  record Foreign(
      String name,
      String secret,
      Map<String, List<String>> headers,
      String body,
      Optional<Instant> sentAt) {
    SignatureScheme scheme(long now, String... secrets) {
      return switch (name) {
        case "stripe" -> SignatureSchemes.stripe(List.of(secrets), Vectors.at(now));
        case "github" -> SignatureSchemes.github(List.of(secrets));
        case "slack" -> SignatureSchemes.slack(List.of(secrets), Vectors.at(now));
        default -> SignatureSchemes.shopify(List.of(secrets));
      };
    }

    SignatureScheme scheme() {
      return scheme(sentAt.map(Instant::getEpochSecond).orElse(0L), secret);
    }

    WebhookVerdict verify(Map<String, List<String>> changed) {
      return scheme().verify(changed, bytes());
    }

    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Made with {@code openssl dgst -sha256 -hmac}, as its documentation has no example. */
  private static final Foreign STRIPE =
      new Foreign(
          "stripe",
          "whsec_test_secret",
          stripe(
              "t=1614265330,v1=3c5817089d739023dd6190f70a3757e04f7a2fd8b5dab12c2e000f51970dccff"),
          "{\"id\":\"evt_test_webhook\",\"object\":\"event\"}",
          Optional.of(Instant.ofEpochSecond(1_614_265_330)));

  /** The example of docs.github.com, "Validating webhook deliveries". */
  private static final Foreign GITHUB =
      new Foreign(
          "github",
          "It's a Secret to Everybody",
          Map.of(
              "X-Hub-Signature-256",
              List.of("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")),
          "Hello, World!",
          Optional.empty());

  /** The example of docs.slack.dev, "Verifying requests from Slack". */
  private static final Foreign SLACK =
      new Foreign(
          "slack",
          "8f742231b10e8888abcd99yyyzzz85a5",
          Map.of(
              "X-Slack-Signature",
              List.of("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
              "X-Slack-Request-Timestamp",
              List.of("1531420618")),
          "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
              + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
              + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
              + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
              + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
          Optional.of(Instant.ofEpochSecond(1_531_420_618)));

  /** Made with {@code openssl dgst -sha256 -hmac … -binary | base64}, as it has no example. */
  private static final Foreign SHOPIFY =
      new Foreign(
          "shopify",
          "hush",
          Map.of("X-Shopify-Hmac-SHA256", List.of("jSVzwWQU71i3ii1JotpyTkmYUUi8hmWB2gGcJyfZwDw=")),
          "{\"id\":820982911946154508,\"total_price\":\"409.94\"}",
          Optional.empty());

  static Stream<Foreign> all() {
    return Stream.of(STRIPE, GITHUB, SLACK, SHOPIFY);
  }

  static Stream<Foreign> timed() {
    return Stream.of(STRIPE, SLACK);
  }

  private static Map<String, List<String>> stripe(String header) {
    return Map.of("Stripe-Signature", List.of(header));
  }

  private static void assertRejected(WebhookVerdict verdict, Reason reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @MethodSource("all")
  void verifiesARequestOfTheSender(Foreign foreign) {
    WebhookVerdict verdict = foreign.verify(foreign.headers());

    assertThat(verdict).isInstanceOf(Verified.class);
    assertThat(verdict.orThrow().sentAt()).isEqualTo(foreign.sentAt());
    assertThat(verdict.orThrow().id()).matches("sha256-[0-9a-f]{64}");
  }

  @Test
  void theIdIsTheDigestOfTheBodyAndTheSameInEveryAttempt() {
    // printf 'Hello, World!' | sha256sum
    String id = "sha256-dffd6021bb2bd5b0af676290809ec3a53191dd81c7f70a4b28688a362182986f";

    assertThat(GITHUB.verify(GITHUB.headers()).orThrow().id()).isEqualTo(id);
  }

  @ParameterizedTest
  @MethodSource("all")
  void anotherBodyOrSecretIsRejected(Foreign foreign) {
    byte[] changed = (foreign.body() + " ").getBytes(StandardCharsets.UTF_8);
    long now = foreign.sentAt().map(Instant::getEpochSecond).orElse(0L);

    assertRejected(foreign.scheme().verify(foreign.headers(), changed), Reason.WRONG_SIGNATURE);
    assertRejected(
        foreign.scheme(now, "another").verify(foreign.headers(), foreign.bytes()),
        Reason.WRONG_SIGNATURE);
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneOfSeveralSecretsIsEnough(Foreign foreign) {
    long now = foreign.sentAt().map(Instant::getEpochSecond).orElse(0L);
    SignatureScheme both = foreign.scheme(now, "new one", foreign.secret());

    assertThat(both.verify(foreign.headers(), foreign.bytes())).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @MethodSource("all")
  void caseDoesNotMatterInNamesAndOtherHeadersAreIgnored(Foreign foreign) {
    Map<String, List<String>> headers = new HashMap<>();
    foreign.headers().forEach((name, values) -> headers.put(name.toUpperCase(Locale.ROOT), values));
    headers.put("x-hub-signature", List.of("sha1=0", "sha1=1"));

    assertThat(foreign.verify(headers)).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachHeaderIsThereOnce(Foreign foreign) {
    for (String name : foreign.headers().keySet()) {
      Map<String, List<String>> missing = new HashMap<>(foreign.headers());
      missing.remove(name);
      Map<String, List<String>> twice = new HashMap<>(foreign.headers());
      twice.computeIfPresent(name, (n, values) -> List.of(values.get(0), values.get(0)));

      assertRejected(foreign.verify(missing), Reason.MALFORMED);
      assertRejected(foreign.verify(twice), Reason.MALFORMED);
      assertRejected(foreign.verify(Map.of()), Reason.MALFORMED);
    }
  }

  @ParameterizedTest
  @MethodSource("timed")
  void aTimeIsThreeHundredSecondsOffAtMost(Foreign foreign) {
    long sent = foreign.sentAt().orElseThrow().getEpochSecond();

    assertThat(at(foreign, sent + 300)).isInstanceOf(Verified.class);
    assertThat(at(foreign, sent - 300)).isInstanceOf(Verified.class);
    assertRejected(at(foreign, sent + 301), Reason.TOO_OLD);
    assertRejected(at(foreign, sent - 301), Reason.TOO_NEW);
  }

  private static WebhookVerdict at(Foreign foreign, long now) {
    return foreign.scheme(now, foreign.secret()).verify(foreign.headers(), foreign.bytes());
  }

  @Test
  void anotherTimeIsAnotherSignature() {
    assertRejected(
        STRIPE.verify(stripe(stripeHeader().replace("1614265330", "1614265331"))),
        Reason.WRONG_SIGNATURE);
    assertRejected(
        SLACK.verify(with(SLACK, "X-Slack-Request-Timestamp", "1531420619")),
        Reason.WRONG_SIGNATURE);
  }

  private static String stripeHeader() {
    return STRIPE.headers().values().iterator().next().get(0);
  }

  private static Map<String, List<String>> with(Foreign foreign, String name, String value) {
    Map<String, List<String>> headers = new HashMap<>(foreign.headers());
    headers.put(name, List.of(value));
    return headers;
  }

  @Test
  void stripeMaySignWithSeveralSecretsAndInOtherVersions() {
    // The signature of whsec_rotated_secret, made with openssl as well.
    String other = "v1=e2e2ce8678ece68937e56e2684b625859260ce81cb2da632abf77e395c22a882";
    String own = stripeHeader().substring("t=1614265330,".length());

    for (List<String> items :
        List.of(
            List.of("t=1614265330", other, own),
            List.of("t=1614265330", own, other),
            List.of(own, "t=1614265330"),
            List.of("t=1614265330", "v0=~", own, "v2=x=y"))) {
      assertThat(STRIPE.verify(stripe(String.join(",", items)))).isInstanceOf(Verified.class);
    }
    assertRejected(STRIPE.verify(stripe("t=1614265330," + other)), Reason.WRONG_SIGNATURE);
    assertRejected(
        STRIPE.verify(stripe("t=1614265330," + own.replace("v1", "v0"))), Reason.WRONG_SIGNATURE);
    assertRejected(STRIPE.verify(stripe("t=1614265330")), Reason.WRONG_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "t",
        "v1=3c5817089d739023dd6190f70a3757e04f7a2fd8b5dab12c2e000f51970dccff",
        "t=1614265330,t=1614265330",
        "t=,v1=3c5817089d739023dd6190f70a3757e04f7a2fd8b5dab12c2e000f51970dccff",
        "t=-1",
        "t=+1614265330",
        "t=01614265330",
        "t=1614265330.0",
        "t=1614265330000000",
        "t=1614265330, v1=3c5817089d739023dd6190f70a3757e04f7a2fd8b5dab12c2e000f51970dccff",
        "t=1614265330,v1=",
        "t=1614265330,v1=3c5817",
        "t=1614265330,v1=3C5817089D739023DD6190F70A3757E04F7A2FD8B5DAB12C2E000F51970DCCFF",
        "t=1614265330,v1=3c5817089d739023dd6190f70a3757e04f7a2fd8b5dab12c2e000f51970dccff0",
        "t=1614265330,v1=gc5817089d739023dd6190f70a3757e04f7a2fd8b5dab12c2e000f51970dccff",
        "t=1614265330,,v0=1",
        "t=1614265330;v1=3c5817089d739023dd6190f70a3757e04f7a2fd8b5dab12c2e000f51970dccff",
      })
  void whatIsNoStripeSignatureIsMalformed(String header) {
    assertRejected(STRIPE.verify(stripe(header)), Reason.MALFORMED);
  }

  @Test
  void stripeHasAtMostThirtyTwoItems() {
    List<String> items = new ArrayList<>(List.of(stripeHeader()));
    IntStream.range(0, 30).forEach(i -> items.add("v0=" + i));

    assertThat(STRIPE.verify(stripe(String.join(",", items)))).isInstanceOf(Verified.class);
    items.add("v0=30");
    assertRejected(STRIPE.verify(stripe(String.join(",", items))), Reason.MALFORMED);
    assertRejected(
        STRIPE.verify(stripe(stripeHeader() + ",v0=" + "x".repeat(8_200))), Reason.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "NULL",
      value = {
        "X-Hub-Signature-256, ''",
        "X-Hub-Signature-256, sha256=",
        "X-Hub-Signature-256, sha1=757107ea0eb2509fc211221cce984b8a37570b6d",
        "X-Hub-Signature-256,"
            + " 757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "X-Hub-Signature-256,"
            + " sha256=757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17",
        "X-Hub-Signature-256,"
            + " sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1",
        "X-Slack-Signature, ''",
        "X-Slack-Signature, v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
        "X-Slack-Signature, v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50",
        "X-Slack-Request-Timestamp, ''",
        "X-Slack-Request-Timestamp, now",
        "X-Slack-Request-Timestamp, 0x5b4798ca",
        "X-Slack-Request-Timestamp, -1531420618",
        "X-Shopify-Hmac-SHA256, ''",
        "X-Shopify-Hmac-SHA256, jSVzwWQU71i3ii1JotpyTkmYUUi8hmWB2gGcJyfZwDw",
        "X-Shopify-Hmac-SHA256, jSVzwWQU71i3ii1JotpyTkmYUUi8hmWB2gGcJyfZwDx=",
        "X-Shopify-Hmac-SHA256, jSVzwWQU71i3ii1JotpyTg==",
        "X-Shopify-Hmac-SHA256, 8d2573c16414ef58b78a2d49a2da724e",
      })
  void whatIsNoSignatureOfItsSenderIsMalformed(String name, String value) {
    Foreign foreign =
        all().filter(each -> each.headers().containsKey(name)).findFirst().orElseThrow();

    assertRejected(foreign.verify(with(foreign, name, value)), Reason.MALFORMED);
  }

  @ParameterizedTest
  @MethodSource("all")
  void nothingShowsASecretOrASignature(Foreign foreign) {
    Rejected rejected = (Rejected) foreign.scheme().verify(foreign.headers(), new byte[] {1, 2, 3});

    assertThat(foreign.scheme()).hasToString("SignatureScheme[" + foreign.name() + ", 1]");
    assertThat(rejected.detail()).isEqualTo("none of 1 signatures is by one of 1 secrets");
    assertThat(rejected.exception()).hasMessageContaining("the webhook cannot be verified");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "secret\n", " secret"})
  void aSecretThatWasReadWronglyIsRefusedWithoutShowingIt(String secret) {
    assertThatThrownBy(() -> SignatureSchemes.github(List.of(secret)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of " + secret.length() + " characters")
        .hasMessageNotContaining("secret\n");
  }

  @Test
  void aSchemeHasOneToEightSecrets() {
    List<String> nine = IntStream.range(0, 9).mapToObj(i -> "secret " + i).toList();

    assertThatThrownBy(() -> SignatureSchemes.shopify(List.of()))
        .hasMessage("a scheme has 1 to 8 secrets, not 0");
    assertThatThrownBy(() -> SignatureSchemes.shopify(nine))
        .hasMessage("a scheme has 1 to 8 secrets, not 9");
  }

  @Test
  void theVerifierOfThisProjectIsAScheme() {
    SignatureScheme standard = Vectors.verifier(Vectors.SHARED);

    assertThat(standard.verify(headers(), Vectors.body()).orThrow().id()).isEqualTo(Vectors.ID);
  }

  private static Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new HashMap<>();
    Vectors.headers(Vectors.V1).toMap().forEach((name, value) -> headers.put(name, List.of(value)));
    return headers;
  }
}
