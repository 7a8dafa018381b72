package dev.realtime.testkit.webhook;

import dev.realtime.Gap;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.core.webhook.WebhookReply;
import dev.realtime.core.webhook.WebhookRequest;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookSigner;
import dev.realtime.core.webhook.WebhookVerifier;
import dev.realtime.core.wire.WebhookBody;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Signs the webhooks of a subscription to the channel {@code a/b} and gives them to a receiver. */
final class FakeSender {
  static final String CHANNEL = "a/b";
  static final String SUBSCRIPTION = "sub_1";
  private static final List<WebhookSecret> SECRETS =
      List.of(WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

  private final Function<WebhookRequest, CompletionStage<WebhookReply>> receiver;
  private final WebhookSigner signer;

  FakeSender(Function<WebhookRequest, CompletionStage<WebhookReply>> receiver, Clock clock) {
    this.receiver = receiver;
    this.signer = new WebhookSigner(SECRETS, clock);
  }

  static WebhookVerifier verifier(Clock clock) {
    return new WebhookVerifier(SECRETS, clock);
  }

  /** Entries whose data are the texts of their offsets, in the epoch {@code e}. */
  static Batch batch(String previous, long from, long to) {
    return batch(previous, from, to, Optional.empty());
  }

  static Batch batch(String previous, long from, long to, Optional<Gap> gap) {
    List<Entry> entries =
        LongStream.rangeClosed(from, to)
            .mapToObj(offset -> entry(offset, "\"" + offset + "\""))
            .toList();
    Position last = new Position("e", to);
    return new Batch(CHANNEL, Position.parse(previous), last, last, gap, entries);
  }

  static Entry entry(long offset, String json) {
    return new Entry(
        new Position("e", offset), 0, Optional.empty(), "", "", Map.of(), Payload.json(json));
  }

  CompletableFuture<WebhookReply> deliver(Batch batch) {
    return post(id(batch), delivery(batch, false));
  }

  CompletableFuture<WebhookReply> replay(Batch batch) {
    return post(id(batch), delivery(batch, true));
  }

  CompletableFuture<WebhookReply> post(String id, byte[] body) {
    return receiver.apply(signed(id, body)).toCompletableFuture();
  }

  /** A request that is right in every way but, maybe, its body. */
  WebhookRequest signed(String id, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>();
    signer.sign(id, body).toMap().forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("content-type", List.of("application/json"));
    return new WebhookRequest("POST", headers, body);
  }

  static byte[] delivery(Batch batch, boolean replay) {
    return new WebhookBody.Delivery(SUBSCRIPTION, batch, replay, Optional.empty()).toJson();
  }

  static String id(Batch batch) {
    return SUBSCRIPTION + "_e_" + batch.previous().offset() + "-" + batch.last().offset();
  }
}
