package dev.realtime.testkit;

import dev.realtime.Codec;
import dev.realtime.Realtime;
import dev.realtime.Start;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads channels from their beginning and waits for what a test expects in them, without a sleep; a
 * failure tells what came instead.
 *
 * <p>Thread-safe. Its subscriptions end with the realtime.
 */
public final class RealtimeProbe {
  private final Realtime realtime;
  private final Map<String, RecordingSubscriber<String>> channels = new ConcurrentHashMap<>();

  /** A probe of a realtime. */
  public RealtimeProbe(Realtime realtime) {
    this.realtime = realtime;
  }

  /** What comes in a channel of strings, from its earliest entry on. */
  public RecordingSubscriber<String> channel(String name) {
    return channels.computeIfAbsent(
        name,
        n -> {
          RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
          realtime.channel(n, String.class).subscribe(Start.earliest(), subscriber);
          return subscriber;
        });
  }

  /** What comes in a channel, from now on each time this is called. */
  public <T> RecordingSubscriber<T> subscribe(String name, Codec<T> codec, Start start) {
    RecordingSubscriber<T> subscriber = new RecordingSubscriber<>();
    realtime.channel(name, codec).subscribe(start, subscriber);
    return subscriber;
  }
}
