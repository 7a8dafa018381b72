package dev.realtime.core.log;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Bounds;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.LogEngine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * An engine whose appends are answered by hand, or at once in a way that is set. Confined to one
 * thread.
 */
final class FakeAnswerEngine implements LogEngine {
  /** The text of each append that the logs were given, with its channel in front. */
  final List<String> started = new ArrayList<>();

  private final ArrayDeque<CompletableFuture<AppendResult>> inFlight = new ArrayDeque<>();

  /** Answers an append; by hand unless set. */
  Supplier<CompletionStage<AppendResult>> answers = this::byHand;

  boolean closed;

  private CompletionStage<AppendResult> byHand() {
    CompletableFuture<AppendResult> answer = new CompletableFuture<>();
    inFlight.add(answer);
    return answer;
  }

  /** How many appends are without an answer. */
  int inFlight() {
    return inFlight.size();
  }

  /** Answers the oldest append that was stored. */
  void store() {
    inFlight.remove().complete(stored());
  }

  /** Fails the oldest append. */
  void fail(RuntimeException why) {
    inFlight.remove().completeExceptionally(why);
  }

  static AppendResult stored() {
    return new AppendResult.Stored(List.of(new Run(1, new Position("e", 1), 1, false)));
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public ChannelLog open(String channel) {
    return new FakeLog(channel);
  }

  @Override
  public int channels() {
    return 0;
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class FakeLog implements ChannelLog {
    private final String channel;

    FakeLog(String channel) {
      this.channel = channel;
    }

    @Override
    public String channel() {
      return channel;
    }

    @Override
    public CompletionStage<AppendResult> append(Append append) {
      started.add(channel + " " + append.entries().get(0).payload().toText());
      return answers.get();
    }

    @Override
    public CompletionStage<Batch> read(Position after, int maxEntries, int maxBytes) {
      return CompletableFuture.completedFuture(
          new Batch(channel, after, after, after, Optional.empty(), List.of()));
    }

    @Override
    public CompletionStage<Position> resolve(Start start) {
      return CompletableFuture.completedFuture(Position.ORIGIN);
    }

    @Override
    public CompletionStage<Bounds> bounds() {
      return CompletableFuture.completedFuture(new Bounds(Position.ORIGIN, Position.ORIGIN));
    }

    @Override
    public CompletionStage<Long> nextSequence(String owner, String producer) {
      return CompletableFuture.completedFuture(1L);
    }

    @Override
    public Runnable onGrowth(Position after, Runnable wake) {
      return () -> {};
    }
  }
}
