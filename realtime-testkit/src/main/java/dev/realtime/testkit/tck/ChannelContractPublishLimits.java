package dev.realtime.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.realtime.Channel;
import dev.realtime.Codec;
import dev.realtime.ErrorCode;
import dev.realtime.Message;
import dev.realtime.Payload;
import dev.realtime.Publisher;
import dev.realtime.RealtimeException;
import dev.realtime.Receipt;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Transport;
import dev.realtime.testkit.RecordingSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a publish refuses, and how (SPEC 1.8–1.11, 1.13). */
public interface ChannelContractPublishLimits extends RealtimeSubject {
  /** A message that is refused takes no number and stops no later one. */
  @Test
  @Verifies("1.8")
  default void required_1_8_aRejectedPublishBlocksNoLaterOne() {
    try (RealtimeFixture fixture = start()) {
      Channel<Payload> channel = fixture.open().channel("tck/lobby", Payload.class);
      RecordingSubscriber<Payload> reader = new RecordingSubscriber<>();
      Lobby.live(channel.subscribe(Start.earliest(), reader));

      CompletionStage<Receipt> first = channel.publish(Payload.json("1"));
      CompletionStage<Receipt> large = channel.publish(binary(fixture.maxMessageBytes() + 1));
      CompletionStage<Receipt> broken = channel.publish(Payload.json("{"));
      CompletionStage<Receipt> last = channel.publish(Payload.json("2"));

      assertEquals(ErrorCode.PAYLOAD_TOO_LARGE, code(large, "a publish over the limit"));
      assertFalse(
          code(broken, "a publish of broken JSON").retryable(), "broken JSON may be tried again");
      Waits.join(first, "the publish before the refused ones");
      Waits.join(last, "the publish after the refused ones");
      List<Message<Payload>> all = reader.awaitMessages(2);
      assertEquals(
          List.of(1L, 2L),
          all.stream().map(m -> m.id().orElseThrow().sequence()).toList(),
          "the sequences of the messages beside the refused ones");
    }
  }

  /** The limit counts the bytes of the payload, on every transport and before any encoding. */
  @Test
  @Verifies("1.9")
  default void required_1_9_theLimitCountsPayloadBytes() {
    try (RealtimeFixture fixture = start()) {
      int limit = fixture.maxMessageBytes();
      Channel<Payload> channel = fixture.open().channel("tck/lobby", Payload.class);
      List<RecordingSubscriber<Payload>> readers = new ArrayList<>();
      for (Transport transport : fixture.transports()) {
        RecordingSubscriber<Payload> reader = new RecordingSubscriber<>();
        readers.add(reader);
        SubscribeOptions options = SubscribeOptions.from(Start.earliest()).withTransport(transport);
        Lobby.live(channel.subscribe(options, reader));
      }

      List<Payload> atLimit = List.of(binary(limit), escapes(limit), text(limit));
      List<Payload> overLimit = List.of(binary(limit + 1), escapes(limit + 1), text(limit + 1));
      for (int i = 0; i < atLimit.size(); i++) {
        CompletionStage<Receipt> over = channel.publish(overLimit.get(i));
        assertEquals(ErrorCode.PAYLOAD_TOO_LARGE, code(over, "a publish of " + overLimit.get(i)));
        Waits.join(channel.publish(atLimit.get(i)), "a publish of " + atLimit.get(i));
      }

      for (RecordingSubscriber<Payload> reader : readers) {
        reader.awaitMessages(atLimit.size());
        assertEquals(atLimit, reader.data(), "the messages at the limit");
      }
    }
  }

  /** JSON nested as deep as allowed reaches every reader; one level more is refused. */
  @Test
  @Verifies({"1.9", "2.6"})
  default void required_1_9_theDeepestJsonAllowedTravels() {
    try (RealtimeFixture fixture = start()) {
      Channel<Payload> channel = fixture.open().channel("tck/lobby", Payload.class);
      List<RecordingSubscriber<Payload>> readers = new ArrayList<>();
      for (Transport transport : fixture.transports()) {
        RecordingSubscriber<Payload> reader = new RecordingSubscriber<>();
        readers.add(reader);
        SubscribeOptions options = SubscribeOptions.from(Start.earliest()).withTransport(transport);
        Lobby.live(channel.subscribe(options, reader));
      }

      List<Payload> deepest = List.of(nested("[", "]", 64), nested("{\"a\":", "}", 64));
      assertEquals(
          ErrorCode.BAD_REQUEST,
          code(channel.publish(nested("[", "]", 65)), "a publish of JSON 65 deep"));
      deepest.forEach(json -> Waits.join(channel.publish(json), "a publish of JSON 64 deep"));

      for (RecordingSubscriber<Payload> reader : readers) {
        reader.awaitMessages(deepest.size());
        assertEquals(deepest, reader.data(), "the deepest messages");
      }
    }
  }

  private static Payload nested(String open, String close, int depth) {
    String inside = open.startsWith("[") ? "" : "1";
    return Payload.json(open.repeat(depth) + inside + close.repeat(depth));
  }

  /** A publish returns while the log stalls. */
  @Test
  @Verifies("1.10")
  default void required_1_10_publishReturnsWhileTheLogStalls() {
    try (Lobby lobby = Lobby.of(this)) {
      assumeTrue(lobby.fixture().log().isPresent(), "the log cannot be made to stall");
      FaultyLogEngine log = lobby.fixture().log().orElseThrow();
      List<CompletionStage<Receipt>> stages = new ArrayList<>();
      log.stall();

      CompletableFuture<Void> calls =
          Waits.start(
              "caller",
              () -> Lobby.names(100).forEach(m -> stages.add(lobby.channel().publish(m))));

      Waits.join(calls, "the return of publish calls while the log stalls");
      log.awaitStalled();
      assertEquals(
          0,
          stages.stream().filter(stage -> stage.toCompletableFuture().isDone()).count(),
          "publishes that completed while the log stalls");
      log.release();
      stages.forEach(stage -> Waits.join(stage, "a publish after the log goes on"));
      assertEquals(Lobby.names(100), lobby.content(100), "what the channel holds");
    }
  }

  /** Beyond the limit in flight a publish is unavailable, and those below it are not harmed. */
  @Test
  @Verifies("1.10")
  default void required_1_10_overTheLimitInFlightPublishIsUnavailable() {
    try (Lobby lobby = Lobby.of(this)) {
      assumeTrue(lobby.fixture().log().isPresent(), "the log cannot be made to stall");
      FaultyLogEngine log = lobby.fixture().log().orElseThrow();
      int limit = lobby.fixture().maxInFlight();
      log.stall();
      List<CompletionStage<Receipt>> within = new ArrayList<>();
      CompletableFuture<Void> calls =
          Waits.start(
              "caller",
              () -> {
                for (int i = 0; i < limit; i++) {
                  within.add(lobby.channel().publish("m"));
                }
              });
      Waits.join(calls, "the return of publish calls up to the limit");

      CompletionStage<Receipt> over = lobby.channel().publish("over");

      assertEquals(ErrorCode.RATE_LIMITED, code(over, "publish " + (limit + 1) + " in flight"));
      log.release();
      within.forEach(stage -> Waits.join(stage, "a publish within the limit"));
      lobby.publish("after");
    }
  }

  /** Null and what a codec cannot encode are thrown to the caller. */
  @Test
  @Verifies("1.11")
  @SuppressWarnings("NullAway") // null is what the test is about
  default void required_1_11_illegalArgumentsAreThrownToTheCaller() {
    Codec<String> picky =
        new Codec<>() {
          @Override
          public Payload encode(String value) {
            throw new IllegalArgumentException("not encodable on purpose");
          }

          @Override
          public String decode(Payload payload) {
            return payload.toText();
          }
        };
    try (Lobby lobby = Lobby.of(this)) {
      Channel<String> channel = lobby.channel();

      assertThrows(NullPointerException.class, () -> channel.publish(null), "data null");
      assertThrows(NullPointerException.class, () -> channel.publish("m", null), "options null");
      assertThrows(
          NullPointerException.class,
          () -> channel.subscribe(Start.latest(), null),
          "no subscriber");
      assertThrows(
          IllegalArgumentException.class,
          () -> lobby.realtime().channel("tck/lobby", picky).publish("m"),
          "what the codec cannot encode");
      assertThrows(
          IllegalArgumentException.class,
          () -> lobby.realtime().channel("no//name", String.class),
          "a channel name that is none");
      assertThrows(
          IllegalArgumentException.class, () -> channel.newPublisher("~"), "a bad producer id");
    }
  }

  /** Every other failure comes through the stage, also that of a closed realtime. */
  @Test
  @Verifies("1.11")
  default void required_1_11_otherFailuresComeThroughTheStage() {
    try (Lobby lobby = Lobby.of(this)) {
      lobby.publish("m");
      lobby.realtime().close();

      CompletionStage<Receipt> late = lobby.channel().publish("late");

      assertEquals(ErrorCode.CLOSED, code(late, "a publish after the realtime was closed"));
    }
  }

  /** Close may be called twice; what is in flight completes, later publishes are rejected. */
  @Test
  @Verifies("1.13")
  default void required_1_13_closeCompletesWhatIsInFlight() {
    try (Lobby lobby = Lobby.of(this)) {
      lobby.fixture().log().ifPresent(FaultyLogEngine::stall);
      Publisher<String> publisher = lobby.channel().newPublisher();
      List<CompletionStage<Receipt>> inFlight =
          Lobby.names(10).stream().map(publisher::publish).toList();

      publisher.close();
      publisher.close();

      for (CompletionStage<Receipt> stage : inFlight) {
        Waits.join(stage.handle((receipt, failure) -> "over"), "a publish in flight at close");
      }
      assertEquals(ErrorCode.CLOSED, code(publisher.publish("late"), "a publish after close"));
      lobby.fixture().log().ifPresent(FaultyLogEngine::release);
      lobby.publish("of another publisher");
    }
  }

  private static ErrorCode code(CompletionStage<Receipt> stage, String what) {
    return assertInstanceOf(RealtimeException.class, Waits.failure(stage, what), what).code();
  }

  private static Payload binary(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    return Payload.of(bytes, "application/octet-stream");
  }

  /** JSON that grows when it is written into JSON again. */
  private static Payload escapes(int size) {
    int inner = size - 2;
    return Payload.json("\"" + "\\\"".repeat(inner / 2) + (inner % 2 == 0 ? "" : "x") + "\"");
  }

  private static Payload text(int size) {
    int wide = size / 3;
    return Payload.of("€".repeat(wide) + "x".repeat(size - 3 * wide), "text/plain");
  }
}
