package dev.realtime.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.realtime.Channel;
import dev.realtime.Message;
import dev.realtime.MessageId;
import dev.realtime.Position;
import dev.realtime.Publisher;
import dev.realtime.Receipt;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.UnavailableException;
import dev.realtime.testkit.RecordingSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * In which order, how often and when a message is in the channel (SPEC 1.1–1.4, 1.7, 3.17, 3.18).
 */
public interface ChannelContractPublish extends RealtimeSubject {
  /** In the completion of a publish the message can be read at its position. */
  @Test
  @Verifies("1.1")
  default void required_1_1_aReceiptNamesAReadablePosition() {
    try (Lobby lobby = Lobby.of(this)) {
      Channel<String> other = lobby.elsewhere();
      RecordingSubscriber<String> reader = new RecordingSubscriber<>();
      lobby.publish("before");

      Receipt receipt =
          Waits.join(
              lobby
                  .channel()
                  .publish("mine")
                  .thenApply(
                      stored -> {
                        long offset = stored.position().offset();
                        Position before = stored.position().withOffset(offset - 1);
                        other.subscribe(Start.after(before), reader);
                        return stored;
                      }),
              "a publish");

      Message<String> first = reader.awaitMessages(1).get(0);
      assertEquals("mine", first.data(), "the message at " + receipt.position());
      assertEquals(receipt.position(), first.position(), "the position of the message");
    }
  }

  /** Messages stand in the order of the calls, however long each append takes. */
  @Test
  @Verifies("1.2")
  default void required_1_2_messagesStandInTheOrderOfTheCalls() {
    long seed = Seed.of("required_1_2");
    ExecutorService slow = Executors.newFixedThreadPool(2);
    try (Lobby lobby = Lobby.of(this)) {
      lobby.fixture().log().ifPresent(log -> log.delayAppends(seed, slow));

      List<String> published = lobby.publishMany(1_000);

      assertEquals(published, lobby.content(1_000), "the order in the channel, seed " + seed);
    } finally {
      slow.shutdown();
    }
  }

  /** Four who publish at once are in one order for every reader on every transport. */
  @Test
  @Verifies("1.3")
  default void required_1_3_everyReaderSeesTheSameOrder() {
    try (Lobby lobby = Lobby.of(this)) {
      List<RecordingSubscriber<String>> readers = new ArrayList<>();
      for (Transport transport : lobby.fixture().transports()) {
        for (int i = 0; i < 2; i++) {
          RecordingSubscriber<String> reader = new RecordingSubscriber<>();
          readers.add(reader);
          SubscribeOptions options =
              SubscribeOptions.from(Start.earliest()).withTransport(transport);
          Lobby.live(lobby.elsewhere().subscribe(options, reader));
        }
      }

      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        Publisher<String> own = lobby.channel().newPublisher();
        String name = "w" + writer + "-";
        writers.add(
            Waits.start("writer", () -> Lobby.names(100).forEach(m -> own.publish(name + m))));
      }
      Waits.joinAll(writers, "the calls of four publishers");

      List<Message<String>> expected = readers.get(0).awaitMessages(400);
      for (RecordingSubscriber<String> reader : readers) {
        assertEquals(expected, reader.awaitMessages(400), "two readers of the same channel");
      }
      for (int writer = 0; writer < 4; writer++) {
        String name = "w" + writer + "-";
        assertEquals(
            Lobby.names(100).stream().map(m -> name + m).toList(),
            readers.get(0).data().stream().filter(data -> data.startsWith(name)).toList(),
            "the messages of one of four publishers");
      }
    }
  }

  /** An engine has one append of a channel in flight, however many publish at once. */
  @Test
  @Verifies("3.18")
  default void required_3_18_oneAppendOfAChannelIsInFlight() {
    long seed = Seed.of("required_3_18");
    ExecutorService slow = Executors.newFixedThreadPool(2);
    try (Lobby lobby = Lobby.of(this)) {
      assumeTrue(lobby.fixture().log().isPresent(), "the log does not tell what is in flight");
      FaultyLogEngine log = lobby.fixture().log().orElseThrow();
      log.delayAppends(seed, slow);
      List<Channel<String>> channels = List.of(lobby.channel(), lobby.elsewhere());
      List<CompletionStage<Receipt>> receipts = new ArrayList<>();
      for (int publisher = 0; publisher < 8; publisher++) {
        Publisher<String> own = channels.get(publisher % channels.size()).newPublisher();
        Lobby.names(100).forEach(message -> receipts.add(own.publish(message)));
      }

      receipts.forEach(receipt -> Waits.join(receipt, "a receipt of eight publishers"));

      assertEquals(
          1,
          log.mostInFlight("tck/lobby"),
          "appends of tck/lobby in flight at a time, seed " + seed);
      assertEquals(800, Set.copyOf(offsets(receipts)).size(), "different offsets in the receipts");
    } finally {
      slow.shutdown();
    }
  }

  /** A channel whose log does not answer keeps the messages of no other waiting. */
  @Test
  @Verifies("3.17")
  default void required_3_17_aChannelThatStallsDelaysNoOther() {
    try (Lobby lobby = Lobby.of(this)) {
      assumeTrue(lobby.fixture().log().isPresent(), "the log cannot be made to stall");
      FaultyLogEngine log = lobby.fixture().log().orElseThrow();
      Publisher<String> stalled = lobby.realtime().channel("tck/stalled", String.class);
      log.stall("tck/stalled");
      CompletionStage<Receipt> first = stalled.publish("1");
      CompletionStage<Receipt> second = stalled.publish("2");
      log.awaitStalled();

      List<String> published = lobby.publishMany(100);

      assertEquals(published, lobby.content(100), "the channel beside the stalled one");
      assertEquals(
          List.of(false, false),
          List.of(first.toCompletableFuture().isDone(), second.toCompletableFuture().isDone()),
          "which publishes of the stalled channel have completed");
      log.release();
      assertEquals(
          List.of(1L, 2L), offsets(List.of(first, second)), "the offsets of the stalled messages");
    }
  }

  private static List<Long> offsets(List<CompletionStage<Receipt>> receipts) {
    return receipts.stream()
        .map(receipt -> Waits.join(receipt, "a receipt").position().offset())
        .toList();
  }

  /** Each publisher has a producer id of its own and numbers its messages from 1. */
  @Test
  @Verifies("1.4")
  default void required_1_4_aPublisherHasAnIdAndCountsFromOne() {
    try (Lobby lobby = Lobby.of(this)) {
      Publisher<String> one = lobby.channel().newPublisher();
      Publisher<String> two = lobby.channel().newPublisher();
      RecordingSubscriber<String> reader = new RecordingSubscriber<>();
      lobby.subscribe(reader);

      for (Publisher<String> publisher : List.of(one, two, one)) {
        Waits.join(publisher.publish("m"), "a publish");
      }

      List<MessageId> ids =
          reader.awaitMessages(3).stream().map(message -> message.id().orElseThrow()).toList();
      assertTrue(!one.producer().equals(two.producer()), "two publishers have one producer id");
      assertEquals(
          List.of(
              new MessageId(one.producer(), 1),
              new MessageId(two.producer(), 1),
              new MessageId(one.producer(), 2)),
          ids,
          "the identities of three messages");
    }
  }

  /** A producer that is given goes on with the sequence that the log expects. */
  @Test
  @Verifies("1.4")
  default void required_1_4_aGivenProducerGoesOnWithItsSequence() {
    try (Lobby lobby = Lobby.of(this)) {
      Publisher<String> before = lobby.channel().newPublisher("billing");
      Waits.join(before.publish("one"), "a publish under a given producer id");
      before.close();

      Receipt second =
          Waits.join(
              lobby.elsewhere().newPublisher("billing").publish("two"),
              "a publish of the same producer, opened again");

      assertEquals(false, second.duplicate(), "whether the second message is a repeat");
      assertEquals(2, second.position().offset(), "the offset of the second message");
      assertEquals(List.of("one", "two"), lobby.content(2), "what the channel holds");
    }
  }

  /** A publish whose answer was lost is repeated under the same identity: stored once. */
  @Test
  @Verifies({"1.7", "1.4"})
  default void required_1_7_aPublishWhoseAnswerWasLostIsStoredOnce() {
    try (Lobby lobby = Lobby.of(this)) {
      assumeTrue(lobby.fixture().log().isPresent(), "the log cannot be made to fail");
      lobby.publish("before");
      lobby.fixture().log().orElseThrow().loseAnswers(1);

      Receipt receipt = lobby.publish("mine");
      Receipt next = lobby.publish("after");

      assertEquals(2, receipt.position().offset(), "the offset of the repeated publish");
      assertTrue(receipt.duplicate(), "the receipt of a repeat says that it is one");
      assertEquals(3, next.position().offset(), "the offset of the next publish");
      assertEquals(List.of("before", "mine", "after"), lobby.content(3), "what the channel holds");
    }
  }

  /** A publish that ends before its outcome is known says so. */
  @Test
  @Verifies({"1.7", "1.13"})
  default void required_1_7_anUnknownOutcomeIsUnavailable() {
    try (Lobby lobby = Lobby.of(this)) {
      assumeTrue(lobby.fixture().log().isPresent(), "the log cannot be made to stall");
      FaultyLogEngine log = lobby.fixture().log().orElseThrow();
      Publisher<String> publisher = lobby.channel().newPublisher();
      log.stall();
      CompletionStage<Receipt> stage = publisher.publish("mine");
      log.awaitStalled();

      publisher.close();

      Throwable failure = Waits.failure(stage, "a publish that was sent and not answered");
      UnavailableException unavailable = assertInstanceOf(UnavailableException.class, failure);
      assertTrue(unavailable.outcomeUnknown(), "the failure says that the outcome is unknown");
      log.release();
    }
  }

  /** A subscriber never runs on the thread of a publish call before it returns. */
  @Test
  @Verifies("1.12")
  default void required_1_12_noSubscriberRunsInAPublishCall() {
    try (Lobby lobby = Lobby.of(this)) {
      Set<Thread> publishing = ConcurrentHashMap.newKeySet();
      Queue<String> inside = new ConcurrentLinkedQueue<>();
      CompletableFuture<Void> reentrant = new CompletableFuture<>();
      publishing.add(Thread.currentThread());
      Subscription subscription =
          lobby.subscribe(
              message -> {
                if (publishing.contains(Thread.currentThread())) {
                  inside.add(message.data());
                }
                if (message.data().equals("m1")) {
                  publishing.add(Thread.currentThread());
                  lobby.channel().publish("reentrant");
                  publishing.remove(Thread.currentThread());
                } else if (message.data().equals("reentrant")) {
                  reentrant.complete(null);
                }
              });

      lobby.publishMany(50);

      Waits.join(reentrant, "the message published inside a signal");
      subscription.close();
      Waits.join(subscription.closed(), "the end of the subscription");
      assertEquals(
          List.of(), List.copyOf(inside), "messages that were signalled inside a publish call");
    }
  }
}
