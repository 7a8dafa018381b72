package dev.realtime.core.wire;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.spi.Batch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of a webhook, which is what its signature covers (docs/webhooks.md). */
public sealed interface WebhookBody {
  /** The {@code type} of a delivery. */
  String BATCH = "realtime.batch";

  /** The {@code type} of a challenge. */
  String VERIFY = "realtime.webhook.verify";

  /** The {@code type} of a good-bye. */
  String BYE = "realtime.webhook.bye";

  /** The subscription that it is for. */
  String subscription();

  /** The body as it is signed and sent. */
  byte[] toJson();

  /**
   * Messages of a channel: the batch of every other transport with the subscription, without head.
   *
   * @param replay whether an entry that was given up is sent again, out of its order
   * @param deadLetter the entry that was given up before this batch, where its gap tells of one
   */
  record Delivery(String subscription, Batch batch, boolean replay, Optional<String> deadLetter)
      implements WebhookBody {
    @Override
    public byte[] toJson() {
      JsonWriter out = new JsonWriter(EncodedBatch.estimate(batch));
      out.raw("{\"type\":\"" + BATCH + "\",\"subscription\":").string(subscription);
      if (replay) {
        out.raw(",\"replay\":true");
      }
      out.raw(",");
      BatchWriter.writeFields(batch, false, deadLetter, out);
      return out.toByteArray();
    }
  }

  /**
   * The question whether a receiver wants the messages of a channel; it answers with the challenge.
   *
   * @param challenge random, used once
   */
  record Challenge(String subscription, String channel, String challenge) implements WebhookBody {
    @Override
    public byte[] toJson() {
      JsonWriter out = new JsonWriter(256);
      out.raw("{\"type\":\"" + VERIFY + "\",\"subscription\":").string(subscription);
      out.raw(",\"channel\":").string(channel);
      return out.raw(",\"challenge\":").string(challenge).raw("}").toByteArray();
    }

    /** What a receiver answers. */
    public byte[] answer() {
      return new JsonWriter(80).raw("{\"challenge\":").string(challenge).raw("}").toByteArray();
    }

    /** Whether an answer is to this challenge: as JSON or as the text alone, in constant time. */
    public boolean isAnsweredBy(byte[] answer) {
      byte[] expected = challenge.getBytes(StandardCharsets.US_ASCII);
      String[] found = {""};
      try {
        JsonReader.readObject(
            answer,
            (name, value) -> {
              if (name.equals("challenge")) {
                found[0] = value.string();
              }
            });
      } catch (RejectedException e) {
        found[0] = new String(answer, StandardCharsets.UTF_8).strip();
      }
      return MessageDigest.isEqual(expected, found[0].getBytes(StandardCharsets.UTF_8));
    }

    /** Without the challenge, which proves that its reader got the request. */
    @Override
    public String toString() {
      return "Challenge[subscription=" + subscription + ", channel=" + channel + ", ***]";
    }
  }

  /**
   * The end of a subscription whose server shuts down, for a receiver that asked to be told.
   *
   * @param retryAfterMillis when it may register anew
   */
  record Bye(String subscription, String channel, long retryAfterMillis) implements WebhookBody {
    @Override
    public byte[] toJson() {
      JsonWriter out = new JsonWriter(160);
      out.raw("{\"type\":\"" + BYE + "\",\"subscription\":").string(subscription);
      out.raw(",\"channel\":").string(channel);
      out.raw(",\"code\":").string(ErrorCode.SHUTTING_DOWN.wireName());
      return out.raw(",\"retryAfterMillis\":").number(retryAfterMillis).raw("}").toByteArray();
    }
  }

  /**
   * Reads a body. Unknown fields are ignored.
   *
   * @throws RejectedException bad-request if it is none of the three kinds
   */
  static WebhookBody decode(byte[] json) {
    Fields fields = new Fields();
    JsonReader.readObject(json, fields::read);
    return switch (fields.type) {
      case BATCH ->
          new Delivery(
              fields.require(fields.subscription, "subscription"),
              fields.batch.batch(fields.require(fields.channel, "channel"), Position.ORIGIN),
              fields.replay,
              Optional.empty());
      case VERIFY ->
          new Challenge(
              fields.require(fields.subscription, "subscription"),
              fields.require(fields.channel, "channel"),
              fields.require(fields.challenge, "challenge"));
      case BYE ->
          new Bye(
              fields.require(fields.subscription, "subscription"),
              fields.require(fields.channel, "channel"),
              Math.max(0, fields.retryAfterMillis));
      default ->
          throw JsonReader.malformed(
              "the type of a webhook is " + BATCH + ", " + VERIFY + " or " + BYE);
    };
  }

  /** What a body of any kind holds, in whatever order. */
  final class Fields {
    private final BatchReader batch = new BatchReader();
    private String type = "";
    private boolean replay;
    private @Nullable String subscription;
    private @Nullable String channel;
    private @Nullable String challenge;
    private long retryAfterMillis;

    private Fields() {}

    private void read(String name, JsonReader value) {
      switch (name) {
        case "type" -> type = value.string();
        case "subscription" -> subscription = value.string();
        case "channel" -> channel = value.string();
        case "challenge" -> challenge = value.string();
        case "retryAfterMillis" -> retryAfterMillis = value.number();
        case "replay" -> replay = value.bool();
        default -> batch.read(name, value);
      }
    }

    private String require(@Nullable String value, String name) {
      if (value == null || value.isEmpty()) {
        throw JsonReader.malformed("a webhook has no '" + name + "'");
      }
      return value;
    }
  }
}
