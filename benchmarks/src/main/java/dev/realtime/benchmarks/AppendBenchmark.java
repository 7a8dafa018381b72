package dev.realtime.benchmarks;

import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.QueuedLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.LogEngine;
import dev.realtime.spi.NewEntry;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One append to the memory log, which is full, so that each also trims. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class AppendBenchmark {
  /** Entries of one append. */
  @Param({"1", "100"})
  public int entries;

  private ChannelLog log = engine().open("a");
  private ChannelLog queued = log;
  private Append append = Append.anonymous(List.of(entry()));

  private static MemoryLogEngine engine() {
    return new MemoryLogEngine(Retention.defaults(), Clock.systemUTC(), new Random(1));
  }

  private static NewEntry entry() {
    Payload payload = Payload.of(Message.payload(1, 100), Payload.JSON);
    return new NewEntry(payload, PublishOptions.defaults());
  }

  /** Fills the log. */
  @Setup
  public void fill() {
    append = Append.anonymous(Collections.nCopies(entries, entry()));
    LogEngine engine = engine();
    log = engine.open("a");
    queued = new QueuedLogEngine(engine, Runnable::run).open("a");
    for (int i = 0; i < 20_000; i++) {
      log.append(Append.anonymous(List.of(entry())));
    }
  }

  /** An append without identity. */
  @Benchmark
  public CompletionStage<AppendResult> append() {
    return log.append(append);
  }

  /** The same through the queue that a realtime has before its log; nobody else appends. */
  @Benchmark
  public CompletionStage<AppendResult> queued() {
    return queued.append(append);
  }
}
