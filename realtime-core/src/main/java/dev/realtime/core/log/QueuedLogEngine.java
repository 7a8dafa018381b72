package dev.realtime.core.log;

import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.LogEngine;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The logs of a node, each with one append in flight (SPEC 3.18): whoever publishes on the node, in
 * process, over HTTP or over a socket, appends through the queue of the channel that is here.
 *
 * <p>An append to a log that has none in flight goes straight to it, on the thread of the caller.
 * Later ones wait, and start in the order of the calls as soon as the one before is answered,
 * stored or not; their stages complete on a thread of the log or of the executor, and what hangs on
 * them must not block. What an engine throws is a failed stage. At most 1,024 appends or 16 MiB of
 * payloads wait for a log; one more fails with {@link dev.realtime.ErrorCode#RATE_LIMITED} and is
 * not stored.
 *
 * <p>An append that the engine never answers holds back the later ones of its channel until the
 * engine is closed, and no other channel. There is no time-out here: an append that came late would
 * stand behind one that was started in its place.
 *
 * <p>Thread-safe. Two of these over one engine are two nodes.
 */
public final class QueuedLogEngine implements LogEngine {
  private final LogEngine engine;
  private final Executor executor;
  private final Map<String, AppendQueue> queues = new ConcurrentHashMap<>();
  private final IdleSweep sweep = new IdleSweep();
  private volatile boolean closed;

  /**
   * The logs of an engine, which ends with this.
   *
   * @param executor runs what waited while a log answered within the call; to be closed after this
   */
  public QueuedLogEngine(LogEngine engine, Executor executor) {
    this.engine = engine;
    this.executor = executor;
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public ChannelLog open(String channel) {
    return new QueuedLog(this, engine.open(channel));
  }

  @Override
  public int channels() {
    return engine.channels();
  }

  CompletionStage<AppendResult> append(ChannelLog log, Append append) {
    while (true) {
      AppendQueue queue = queue(log.channel());
      CompletionStage<AppendResult> answer = queue.append(log, append);
      if (answer != null) {
        return answer;
      }
      queues.remove(log.channel(), queue);
    }
  }

  private AppendQueue queue(String channel) {
    AppendQueue known = queues.get(channel);
    return known == null ? create(channel) : known;
  }

  private AppendQueue create(String channel) {
    sweep.sweep(queues, AppendQueue::retire);
    AppendQueue queue = queues.computeIfAbsent(channel, name -> new AppendQueue(name, executor));
    if (closed) {
      queue.close();
    }
    return queue;
  }

  /** How many queues there are: one for each channel with an append under way or lately. */
  int queues() {
    return queues.size();
  }

  @Override
  public void close() {
    closed = true;
    queues.values().forEach(AppendQueue::close);
    engine.close();
    queues.values().forEach(AppendQueue::abandon);
  }
}
