package dev.realtime.testkit.tck;

import dev.realtime.Channel;
import dev.realtime.Realtime;
import dev.realtime.Receipt;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscriber;
import dev.realtime.Subscription;
import dev.realtime.testkit.RecordingSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** One channel of a fixture with calls that wait for their answers. Thread-safe. */
final class Lobby implements AutoCloseable {
  private static final String NAME = "tck/lobby";

  private final RealtimeFixture fixture;
  private final Realtime realtime;
  private final Channel<String> channel;

  private Lobby(RealtimeFixture fixture) {
    this.fixture = fixture;
    this.realtime = fixture.open();
    this.channel = realtime.channel(NAME, String.class);
  }

  /** A channel of a realtime of a new fixture, which ends with it. */
  static Lobby of(RealtimeSubject subject) {
    return new Lobby(subject.start());
  }

  /** The same channel as another realtime of the fixture sees it. */
  Channel<String> elsewhere() {
    return fixture.open().channel(NAME, String.class);
  }

  RealtimeFixture fixture() {
    return fixture;
  }

  Realtime realtime() {
    return realtime;
  }

  Channel<String> channel() {
    return channel;
  }

  Receipt publish(String data) {
    return Waits.join(channel.publish(data), "the receipt of " + data);
  }

  /** Publishes m1..mN without waiting between, then waits for all. */
  List<String> publishMany(int count) {
    List<String> all = names(count);
    List<CompletionStage<Receipt>> receipts = new ArrayList<>();
    all.forEach(data -> receipts.add(channel.publish(data)));
    receipts.forEach(receipt -> Waits.join(receipt, "a receipt"));
    return all;
  }

  static List<String> names(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "m" + i).toList();
  }

  /** A subscription from the first message on that is live. */
  Subscription subscribe(Subscriber<String> subscriber) {
    return live(channel.subscribe(Start.earliest(), subscriber));
  }

  Subscription subscribe(SubscribeOptions options, Subscriber<String> subscriber) {
    return live(channel.subscribe(options, subscriber));
  }

  static Subscription live(Subscription subscription) {
    Waits.join(subscription.live(), "the live signal");
    return subscription;
  }

  /** What a fresh subscription finds in the channel, oldest first. */
  List<String> content(int count) {
    RecordingSubscriber<String> reader = new RecordingSubscriber<>();
    Subscription reading = elsewhere().subscribe(Start.earliest(), reader);
    try {
      reader.awaitMessages(count);
    } finally {
      reading.close();
    }
    return reader.data();
  }

  @Override
  public void close() {
    fixture.close();
  }
}
