package dev.realtime.jetty.publish;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.RejectedException;
import dev.realtime.core.config.Keys;
import dev.realtime.core.wire.ContentType;
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

  private static final String PRODUCER = "Realtime-Producer";
  private static final String SEQUENCE = "Realtime-Sequence";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final String KEY = "Realtime-Key";
  private static final String TYPE = "Realtime-Type";
  private static final List<String> HEADERS_OF_ONE =
      List.of(PRODUCER, SEQUENCE, IDEMPOTENCY_KEY, KEY, TYPE);
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,15}");

  /** A route without state. */
  public PublishRoute() {}

  /** Appends what a request holds to a channel. */
  public void handle(HttpExchange exchange, Caller caller, String channel) {
    String contentType = contentType(exchange);
    boolean many = mediaType(contentType).equals(PublishCodec.MEDIA_TYPE);
    if (many) {
      refuseHeadersOfOne(exchange);
    }
    Optional<MessageId> id = messageId(exchange);
    PublishOptions options = options(exchange);
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
    String type = String.join(", ", exchange.headers("Content-Type"));
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
    ContentType.check(type);
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
        header(exchange, KEY).orElse(""), header(exchange, TYPE).orElse(""), Map.of());
  }

  /** The value of a header that says one thing. */
  private static Optional<String> header(HttpExchange exchange, String name) {
    List<String> values = exchange.headers(name);
    if (values.size() > 1) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST,
          name + " comes " + values.size() + " times in the headers; send it once");
    }
    return values.stream().findFirst();
  }

  private static void refuseHeadersOfOne(HttpExchange exchange) {
    for (String name : HEADERS_OF_ONE) {
      if (!exchange.headers(name).isEmpty()) {
        throw new RejectedException(
            ErrorCode.BAD_REQUEST,
            "the header "
                + name
                + " is for one message, and this is a batch; the body has "
                + fieldInstead(name)
                + ": {\"producer\":…,\"sequence\":…,\"messages\":[{\"data\":…,\"key\":…,\"type\":…}]}");
      }
    }
  }

  private static String fieldInstead(String header) {
    return switch (header) {
      case KEY -> "'key' in each message";
      case TYPE -> "'type' in each message";
      default -> "'producer' and 'sequence' beside 'messages'";
    };
  }

  private static Optional<MessageId> messageId(HttpExchange exchange) {
    Optional<String> producer = header(exchange, PRODUCER);
    Optional<String> sequence = header(exchange, SEQUENCE);
    Optional<String> key = header(exchange, IDEMPOTENCY_KEY);
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
    if (!NUMBER.matcher(text).matches()) {
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
