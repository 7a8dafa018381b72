package dev.realtime.testkit.tck;

import dev.realtime.MessageId;
import dev.realtime.UnavailableException;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.PublishTransport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A way of publishing that changes what it is given or repeats it under another name. */
record WrongPublishing(PublishTransport right, boolean reorders, boolean renames)
    implements PublishTransport {
  /** Sends the messages of a batch the other way round. */
  static PublishTransport reordering(PublishTransport right) {
    return new WrongPublishing(right, true, false);
  }

  /** Repeats what was not answered under another producer id. */
  static PublishTransport renaming(PublishTransport right) {
    return new WrongPublishing(right, false, true);
  }

  @Override
  public int window() {
    return right.window();
  }

  @Override
  public CompletionStage<List<Run>> publish(
      String channel, MessageId first, List<NewEntry> entries) {
    List<NewEntry> sent = new ArrayList<>(entries);
    if (reorders) {
      Collections.reverse(sent);
    }
    CompletionStage<List<Run>> answer = right.publish(channel, first, sent);
    return renames
        ? answer.exceptionallyCompose(failure -> again(channel, first, sent, failure))
        : answer;
  }

  private CompletionStage<List<Run>> again(
      String channel, MessageId first, List<NewEntry> entries, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (!(cause instanceof UnavailableException)) {
      return CompletableFuture.failedFuture(cause);
    }
    MessageId other = new MessageId("r" + first.sequence(), 1);
    return right
        .publish(channel, other, entries)
        .thenApply(
            runs ->
                runs.stream()
                    .map(run -> new Run(first.sequence(), run.position(), run.count(), false))
                    .toList());
  }

  @Override
  public CompletionStage<Long> nextSequence(String channel, String producer) {
    return right.nextSequence(channel, producer);
  }

  @Override
  public void close() {
    right.close();
  }
}
