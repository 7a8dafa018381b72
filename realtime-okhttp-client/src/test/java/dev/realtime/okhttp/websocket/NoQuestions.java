package dev.realtime.okhttp.websocket;

import dev.realtime.MessageId;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.PublishTransport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Is never asked. */
final class NoQuestions implements PublishTransport {
  @Override
  public int window() {
    return 1;
  }

  @Override
  public CompletionStage<List<Run>> publish(
      String channel, MessageId first, List<NewEntry> entries) {
    return CompletableFuture.failedFuture(new IllegalStateException("nobody publishes here"));
  }

  @Override
  public CompletionStage<Long> nextSequence(String channel, String producer) {
    return CompletableFuture.failedFuture(new IllegalStateException("nobody asks here"));
  }

  @Override
  public void close() {}
}
