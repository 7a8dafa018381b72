package dev.realtime.spi;

import dev.realtime.MessageId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * How a publisher's messages travel to the log. Batches of one channel and producer are sent in
 * order, at most {@link #window} unanswered at a time; the next is sent only if those before it are
 * unanswered or stored.
 *
 * <p>Thread-safe.
 */
public interface PublishTransport extends AutoCloseable {
  /** How many batches of a channel may be unanswered. */
  int window();

  /**
   * Sends messages under consecutive sequences. What it throws instead of returning is told to the
   * publisher as a refusal, so it must not throw once anything was sent.
   *
   * @return the runs of the log; fails with {@link dev.realtime.UnavailableException} if the same
   *     call may be repeated under the same sequences, with {@link dev.realtime.RejectedException}
   *     if not
   */
  CompletionStage<List<AppendResult.Run>> publish(
      String channel, MessageId first, List<NewEntry> entries);

  /** The next sequence of a producer, 1 if the log does not know it. */
  CompletionStage<Long> nextSequence(String channel, String producer);

  /** Fails what is unanswered and frees everything. */
  @Override
  void close();
}
