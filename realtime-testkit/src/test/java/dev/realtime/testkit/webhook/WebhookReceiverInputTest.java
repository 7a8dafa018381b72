package dev.realtime.testkit.webhook;

import static dev.realtime.testkit.webhook.FakeSender.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.core.webhook.WebhookReply;
import dev.realtime.core.webhook.WebhookRequest;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.spi.Batch;
import dev.realtime.testkit.RecordingSubscriber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bad requests at a receiver: each has its code, nothing is delivered and nothing is lost. */
final class WebhookReceiverInputTest {
  private static final Batch GOOD = batch("0:0", 1, 2);

  private final ReceiverFixture fixture = new ReceiverFixture();
  private final FakeSender sender = fixture.sender;
  private final RecordingSubscriber<String> reader = new RecordingSubscriber<>();

  /** What is wrong with a request, and how it is answered. */
  enum Wrong {
    METHOD(
        405, "method-not-allowed", (s, ok) -> new WebhookRequest("PUT", ok.headers(), ok.body())),
    SIZE(413, "payload-too-large", (s, ok) -> s.signed("a", new byte[4_097])),
    NO_TYPE(415, "unsupported-media-type", (s, ok) -> header(ok, "content-type")),
    TEXT(415, "unsupported-media-type", (s, ok) -> header(ok, "content-type", "text/plain")),
    LATIN(
        415,
        "unsupported-media-type",
        (s, ok) -> header(ok, "content-type", "application/json; charset=iso-8859-1")),
    NO_ID(400, "bad-request", (s, ok) -> header(ok, "webhook-id")),
    DOT_IN_ID(400, "bad-request", (s, ok) -> header(ok, "webhook-id", "sub.1")),
    TWO_IDS(400, "bad-request", (s, ok) -> header(ok, "webhook-id", "a", "b")),
    SIGNED_TIME(400, "bad-request", (s, ok) -> header(ok, "webhook-timestamp", "-5")),
    NO_SIGNATURE(400, "bad-request", (s, ok) -> header(ok, "webhook-signature")),
    OTHER_ID(401, "unauthenticated", (s, ok) -> header(ok, "webhook-id", "sub_2")),
    OTHER_TIME(401, "unauthenticated", (s, ok) -> header(ok, "webhook-timestamp", "1")),
    OTHER_BODY(
        401, "unauthenticated", (s, ok) -> new WebhookRequest("POST", ok.headers(), bytes("{}"))),
    UNKNOWN_VERSION(401, "unauthenticated", (s, ok) -> header(ok, "webhook-signature", "v9,AA==")),
    EMPTY(400, "bad-request", (s, ok) -> s.signed("a", new byte[0])),
    NOT_JSON(400, "bad-request", (s, ok) -> s.signed("a", bytes("hello"))),
    NO_OBJECT(400, "bad-request", (s, ok) -> s.signed("a", bytes("[1]"))),
    NOT_UTF_8(
        400,
        "bad-request",
        (s, ok) -> s.signed("a", "{\"x\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1))),
    UTF_16(
        400,
        "bad-request",
        (s, ok) ->
            s.signed(
                "a",
                new String(ok.body(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE))),
    BYTE_ORDER_MARK(400, "bad-request", (s, ok) -> s.signed("a", bytes("\ufeff{}"))),
    NO_KIND(400, "bad-request", (s, ok) -> s.signed("a", bytes("{}"))),
    OTHER_KIND(400, "bad-request", (s, ok) -> s.signed("a", bytes("{\"type\":\"ping\"}"))),
    NO_POSITIONS(
        400,
        "bad-request",
        (s, ok) ->
            s.signed(
                "a",
                bytes(
                    "{\"type\":\"realtime.batch\",\"subscription\":\"sub_1\",\"channel\":\"a/b\"}"))),
    OTHER_SUBSCRIPTION(
        403,
        "forbidden",
        (s, ok) ->
            s.signed(
                "a", new WebhookBody.Delivery("sub_2", GOOD, false, Optional.empty()).toJson())),
    OTHER_CHANNEL(
        403,
        "forbidden",
        (s, ok) ->
            s.signed(
                "a",
                new WebhookBody.Delivery(
                        FakeSender.SUBSCRIPTION,
                        new Batch(
                            "a/c",
                            GOOD.previous(),
                            GOOD.last(),
                            GOOD.head(),
                            GOOD.gap(),
                            GOOD.entries()),
                        false,
                        Optional.empty())
                    .toJson())),
    CHALLENGE_OF_ANOTHER(
        403,
        "forbidden",
        (s, ok) -> s.signed("a", new WebhookBody.Challenge("sub_2", "a/b", "c").toJson()));

    final int status;
    final String code;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    final BiFunction<FakeSender, WebhookRequest, WebhookRequest> make;

    Wrong(int status, String code, BiFunction<FakeSender, WebhookRequest, WebhookRequest> make) {
      this.status = status;
      this.code = code;
      this.make = make;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBadRequestHasItsCodeAndIsNotDelivered(Wrong wrong) {
    fixture.receiver.expect(FakeSender.SUBSCRIPTION);
    fixture.subscribe(Start.after(Position.ORIGIN), reader);
    WebhookRequest good = sender.signed(FakeSender.id(GOOD), FakeSender.delivery(GOOD, false));

    WebhookReply refused = receive(wrong.make.apply(sender, good));
    WebhookReply taken = receive(good);

    assertThat(refused.status()).isEqualTo(wrong.status);
    assertThat(new String(refused.body(), StandardCharsets.UTF_8))
        .contains("\"code\":\"" + wrong.code + "\"");
    assertThat(taken.status()).isEqualTo(200);
    assertThat(reader.data()).containsExactly("1", "2");
  }

  @Test
  void anOldAndAForgedRequestCannotBeTold() {
    fixture.subscribe(Start.after(Position.ORIGIN), reader);
    WebhookRequest good = sender.signed(FakeSender.id(GOOD), FakeSender.delivery(GOOD, false));

    WebhookReply forged = receive(header(good, "webhook-id", "sub_2"));
    fixture.clock.advance(Duration.ofSeconds(301));
    WebhookReply old = receive(good);

    assertThat(old.status()).isEqualTo(401);
    assertThat(old.body()).isEqualTo(forged.body());
    assertThat(reader.data()).isEmpty();
  }

  @Test
  void aMethodThatIsRefusedIsToldWhichIsAllowed() {
    WebhookReply reply = receive(new WebhookRequest("GET", Map.of(), new byte[0]));

    assertThat(reply.headers()).containsEntry("Allow", "POST");
  }

  @Test
  void aTypeMayNameItsCharset() {
    fixture.subscribe(Start.after(Position.ORIGIN), reader);
    WebhookRequest good = sender.signed(FakeSender.id(GOOD), FakeSender.delivery(GOOD, false));

    WebhookReply reply = receive(header(good, "content-type", "Application/JSON; charset=UTF-8"));

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void aChallengeIsAnsweredWithItself() {
    WebhookBody.Challenge challenge =
        new WebhookBody.Challenge(FakeSender.SUBSCRIPTION, "a/b", "c-1");

    WebhookReply reply = receive(sender.signed("a", challenge.toJson()));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("Content-Type", "application/json");
    assertThat(reply.body()).isEqualTo(bytes("{\"challenge\":\"c-1\"}"));
  }

  @Test
  void theFirstVerifiedRequestDecidesTheSubscription() {
    receive(sender.signed("a", new WebhookBody.Challenge("sub_1", "a/b", "c").toJson()));

    WebhookReply other =
        receive(sender.signed("b", new WebhookBody.Challenge("sub_2", "a/b", "c").toJson()));

    assertThat(other.status()).isEqualTo(403);
  }

  private WebhookReply receive(WebhookRequest request) {
    var reply = fixture.receiver.receive(request).toCompletableFuture();
    fixture.run();
    return reply.join();
  }

  /** The request with other values of one header; without values the header is left out. */
  private static WebhookRequest header(WebhookRequest request, String name, String... values) {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    headers.remove(name);
    if (values.length > 0) {
      headers.put(name, List.of(values));
    }
    return new WebhookRequest(request.method(), headers, request.body());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
