package dev.realtime.okhttp.websocket;

import dev.realtime.MessageId;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import dev.realtime.spi.PublishTransport;
import dev.realtime.spi.Timers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishing over a socket: several batches on the way at a time, in order.
 *
 * <p>Thread-safe.
 */
public final class SocketPublisher implements PublishTransport {
  private static final int PIPELINE = 8;

  private final SocketPool pool;
  private final PublishTransport questions;
  private final Timers timers;
  private final Duration answerWithin;
  private final AtomicLong refs = new AtomicLong();

  /**
   * A publisher over a pool, which it does not close.
   *
   * @param questions asks for next sequences
   * @param answerWithin a publish that is unanswered so long is given up, and its socket too if
   *     nothing came on that meanwhile
   */
  public SocketPublisher(
      SocketPool pool, PublishTransport questions, Timers timers, Duration answerWithin) {
    this.pool = pool;
    this.questions = questions;
    this.timers = timers;
    this.answerWithin = answerWithin;
  }

  @Override
  public int window() {
    return PIPELINE;
  }

  @Override
  public CompletionStage<List<Run>> publish(
      String channel, MessageId first, List<NewEntry> entries) {
    String ref = Long.toString(refs.incrementAndGet());
    SocketPublish publish = SocketPublish.of(ref, channel, first, entries);
    long now = timers.nanoTime();
    SocketConnection socket = pool.publishing(publish);
    Runnable cancel = timers.schedule(answerWithin, () -> socket.giveUp(publish, now));
    CompletableFuture<List<Run>> answer = publish.answer();
    return answer.whenComplete((runs, failure) -> cancel.run());
  }

  @Override
  public CompletionStage<Long> nextSequence(String channel, String producer) {
    return questions.nextSequence(channel, producer);
  }

  @Override
  public void close() {
    questions.close();
  }
}
