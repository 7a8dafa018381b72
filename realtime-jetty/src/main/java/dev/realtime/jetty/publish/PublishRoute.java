package dev.realtime.jetty.publish;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.RejectedException;
import dev.realtime.core.config.Keys;
import dev.realtime.core.wire.ProducerId;
import dev.realtime.core.wire.PublishCodec;
import dev.realtime.core.wire.PublishCodec.Messages;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.HttpExchange;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers a POST of one message or of many. */
public final class PublishRoute {
  /** An inbound publish batch has at most 1 MiB, as a frame of a socket. */
  public static final int MAX_BODY = 1 << 20;

  private static final Pattern SEQUENCE = Pattern.compile("[1-9][0-9]{0,15}");

  /** A route without state. */
  public PublishRoute() {}

  /** Appends what a request holds to a channel. */
  public void handle(HttpExchange exchange, Caller caller, String channel) {
    String contentType = contentType(exchange);
    boolean many = mediaType(contentType).equals(PublishCodec.MEDIA_TYPE);
    Optional<MessageId> id = messageId(exchange);
    if (many && id.isPresent()) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST,
          "a batch has its 'producer' and 'sequence' in the body; send no Realtime-Producer,"
              + " Realtime-Sequence or Idempotency-Key with it");
    }
    PublishOptions options = many ? PublishOptions.defaults() : options(exchange);
    exchange
        .body(many ? MAX_BODY : caller.server().config().get(Keys.MAX_MESSAGE_SIZE))
        .thenApply(
            body ->
                many
                    ? PublishCodec.decode(body)
                    : new Messages(id, List.of(entry(body, contentType, options))))
        .thenCompose(messages -> Appender.append(caller, channel, messages))
        .whenComplete(
            (runs, failure) -> {
              if (failure != null) {
                Failures.answer(exchange, failure);
              } else {
                answer(exchange, channel, runs, many);
              }
            });
  }

  private static String contentType(HttpExchange exchange) {
    String type = exchange.header("Content-Type").orElse("");
    String media = mediaType(type);
    if (media.isEmpty()
        || media.equals("application/x-www-form-urlencoded")
        || media.equals("multipart/form-data")) {
      throw new RejectedException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "the Content-Type is "
              + (media.isEmpty() ? "missing" : "'" + media + "', that of a form")
              + "; send application/json, text/plain, "
              + PublishCodec.MEDIA_TYPE
              + " for a batch, or the type of your bytes");
    }
    return type;
  }

  private static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private static NewEntry entry(byte[] body, String contentType, PublishOptions options) {
    return new NewEntry(Payload.wrap(body, 0, body.length, contentType), options);
  }

  private static PublishOptions options(HttpExchange exchange) {
    return new PublishOptions(
        exchange.header("Realtime-Key").orElse(""),
        exchange.header("Realtime-Type").orElse(""),
        Map.of());
  }

  private static Optional<MessageId> messageId(HttpExchange exchange) {
    Optional<String> producer = exchange.header("Realtime-Producer");
    Optional<String> sequence = exchange.header("Realtime-Sequence");
    Optional<String> key = exchange.header("Idempotency-Key");
    if (producer.isPresent() != sequence.isPresent() || (producer.isPresent() && key.isPresent())) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST,
          "send both Realtime-Producer and Realtime-Sequence, or Idempotency-Key, or none");
    }
    return producer
        .map(p -> ProducerId.messageId(p, number(sequence.orElse(""))))
        .or(() -> key.map(IdempotencyKey::messageId));
  }

  private static long number(String text) {
    if (!SEQUENCE.matcher(text).matches()) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST,
          "Realtime-Sequence is not a whole number from 1 to 9999999999999999, without zeros ahead");
    }
    return Long.parseLong(text);
  }

  private static void answer(HttpExchange exchange, String channel, List<Run> runs, boolean many) {
    boolean duplicate = runs.stream().allMatch(Run::duplicate);
    byte[] body = many ? PublishCodec.encodeReceipts(channel, runs) : receipt(channel, runs.get(0));
    exchange.respond(
        duplicate ? 200 : 201,
        Map.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        ByteBuffer.wrap(body));
  }

  private static byte[] receipt(String channel, Run run) {
    return "{\"channel\":\"%s\",\"position\":\"%s\",\"duplicate\":%s}"
        .formatted(channel, run.position(), run.duplicate())
        .getBytes(StandardCharsets.US_ASCII);
  }
}
