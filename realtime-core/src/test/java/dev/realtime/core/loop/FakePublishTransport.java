package dev.realtime.core.loop;

import dev.realtime.MessageId;
import dev.realtime.Position;
import dev.realtime.RealtimeException;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.PublishTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps each request until the test answers it. */
final class FakePublishTransport implements PublishTransport {
  final List<String> sent = new ArrayList<>();
  private final List<CompletableFuture<List<Run>>> answers = new ArrayList<>();
  private final List<MessageId> firsts = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  int window = 1;

  /** What is thrown in place of sending a batch with a text. */
  Map<String, Throwable> thrownBy = Map.of();

  @Nullable RuntimeException nextThrown;
  CompletableFuture<Long> next = CompletableFuture.completedFuture(1L);

  @Override
  public int window() {
    return window;
  }

  @Override
  public CompletionStage<List<Run>> publish(
      String channel, MessageId first, List<NewEntry> entries) {
    for (NewEntry entry : entries) {
      thrown(thrownBy.get(entry.payload().toText()));
    }
    sent.add(
        first + " " + String.join(",", entries.stream().map(e -> e.payload().toText()).toList()));
    firsts.add(first);
    counts.add(entries.size());
    answers.add(new CompletableFuture<>());
    return answers.get(answers.size() - 1);
  }

  private static void thrown(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  void store(int request, long offset) {
    Position at = new Position("e", offset);
    Run run = new Run(firsts.get(request).sequence(), at, counts.get(request), false);
    answers.get(request).complete(List.of(run));
  }

  void fail(int request, RealtimeException cause) {
    answers.get(request).completeExceptionally(cause);
  }

  @Override
  public CompletionStage<Long> nextSequence(String channel, String producer) {
    thrown(nextThrown);
    return next;
  }

  @Override
  public void close() {}
}
