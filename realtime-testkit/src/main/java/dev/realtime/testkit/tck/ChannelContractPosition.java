package dev.realtime.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.realtime.Channel;
import dev.realtime.HandlerPolicy;
import dev.realtime.Message;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.testkit.RecordingSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Where a subscription begins and what its transport changes: nothing (SPEC 2.6, 2.13, 3.15). */
public interface ChannelContractPosition extends RealtimeSubject {
  /** A message is equal for every subscriber, on every transport, at every delivery. */
  @Test
  @Verifies("2.6")
  default void required_2_6_aMessageIsEqualForEverySubscriber() {
    try (RealtimeFixture fixture = start()) {
      Channel<Payload> channel = fixture.open().channel("tck/lobby", Payload.class);
      List<RecordingSubscriber<Payload>> readers = new ArrayList<>();
      for (Transport transport : fixture.transports()) {
        RecordingSubscriber<Payload> reader = new RecordingSubscriber<>();
        readers.add(reader);
        SubscribeOptions options = SubscribeOptions.from(Start.earliest()).withTransport(transport);
        Lobby.live(fixture.open().channel("tck/lobby", Payload.class).subscribe(options, reader));
      }
      PublishOptions options =
          PublishOptions.defaults().withKey("ключ").withType("t.1").withHeader("a", "1");
      List<Payload> published =
          List.of(
              Payload.json("{\"a\":[1,2.50,\"\\u20ac\",\"€\"],\"b\":null}"),
              Payload.of("line\nline \"quoted\" €", "text/plain; charset=utf-8"),
              Payload.of(new byte[] {0, -1, 10, 13, 127, -128}, "application/octet-stream"),
              Payload.of(new byte[0], "application/octet-stream"));
      for (Payload payload : published) {
        Waits.join(channel.publish(payload, options.withHeader("b", "ü")), "a publish");
      }
      RecordingSubscriber<Payload> again = new RecordingSubscriber<>();
      HandlerPolicy quick =
          new HandlerPolicy(5, Duration.ofMillis(1), Duration.ofMillis(1), HandlerPolicy.Then.STOP);
      again.failAt(2, 1);
      Lobby.live(
          channel.subscribe(
              SubscribeOptions.from(Start.earliest()).withHandlerPolicy(quick), again));
      readers.add(again);

      List<Message<Payload>> expected = readers.get(0).awaitMessages(published.size());

      assertEquals(published, readers.get(0).data(), "the payloads as they were published");
      for (RecordingSubscriber<Payload> reader : readers) {
        assertEquals(
            expected, reader.awaitMessages(published.size()), "two readers of the same channel");
      }
      for (Message<Payload> message : expected) {
        assertEquals("ключ", message.key(), "the key");
        assertEquals("t.1", message.type(), "the type");
        assertEquals(
            List.of("a=1", "b=ü"),
            message.headers().entrySet().stream().map(Object::toString).toList(),
            "the headers in their order");
      }
    }
  }

  /** A switch of transport neither loses, repeats nor moves a message. */
  @Test
  @Verifies("2.13")
  default void required_2_13_aSwitchIsNotVisibleInTheSignals() {
    try (Lobby lobby = Lobby.of(this)) {
      List<Transport> transports = lobby.fixture().transports();
      RecordingSubscriber<String> reader = new RecordingSubscriber<>();
      Subscription subscription = lobby.subscribe(reader);
      List<String> expected = new ArrayList<>();
      for (Transport from : transports) {
        for (Transport to : transports) {
          for (Transport next : List.of(from, to)) {
            subscription.switchTo(next);
            for (int i = 0; i < 10; i++) {
              String data = from + " to " + to + " by " + next + " " + i;
              expected.add(data);
              lobby.channel().publish(data);
            }
            reader.awaitMessages(expected.size() - 5);
          }
        }
      }

      reader.awaitMessages(expected.size());
      lobby.publish("last");
      expected.add("last");
      reader.awaitMessages(expected.size());
      assertEquals(expected, reader.data(), "the messages over all switches");
      assertEquals(List.of(), reader.gaps(), "the gaps over all switches");
      assertEquals(List.of(), reader.violations(), "what broke the grammar of signals");
    }
  }

  /** From the latest on, everything accepted after the live signal is delivered. */
  @Test
  @Verifies("3.15")
  default void required_3_15_latestDeliversEverythingAcceptedAfterLive() {
    try (Lobby lobby = Lobby.of(this)) {
      lobby.publish("before");
      for (Transport transport : lobby.fixture().transports()) {
        RecordingSubscriber<String> reader = new RecordingSubscriber<>();
        Subscription subscription =
            lobby.channel().subscribe(SubscribeOptions.defaults().withTransport(transport), reader);

        CompletableFuture<Position> stored = new CompletableFuture<>();
        subscription
            .live()
            .thenCompose(at -> lobby.channel().publish("after live by " + transport))
            .thenAccept(receipt -> stored.complete(receipt.position()));

        Position expected = Waits.join(stored, "the publish in the live signal of " + transport);
        Message<String> first = reader.awaitMessages(1).get(0);
        assertEquals("after live by " + transport, first.data(), "the first message");
        assertEquals(expected, first.position(), "where the first message stands");
        subscription.close();
      }
    }
  }

  /** After a position, the messages that follow it are delivered and none before. */
  @Test
  @Verifies("3.8")
  default void required_3_8_aSubscriptionGoesOnAfterItsPosition() {
    try (Lobby lobby = Lobby.of(this)) {
      lobby.publishMany(20);
      Position last = lobby.publish("m21").position();
      for (long offset : new long[] {0, 1, 10, 19, 20}) {
        RecordingSubscriber<String> reader = new RecordingSubscriber<>();

        Subscription subscription =
            lobby.channel().subscribe(Start.after(last.withOffset(offset)), reader);

        int count = (int) (21 - offset);
        List<Long> offsets =
            reader.awaitMessages(count).stream().map(Message::offset).limit(2).toList();
        assertEquals(offset + 1, offsets.get(0), "the first offset after " + offset);
        assertEquals(count, reader.messages().size(), "the messages after " + offset + " of 21");
        assertEquals(List.of(), reader.gaps(), "the gaps after " + offset);
        subscription.close();
      }
    }
  }
}
