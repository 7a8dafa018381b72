package dev.realtime.benchmarks;

import dev.realtime.core.loop.OrderGate;
import dev.realtime.spi.Batch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The reader's rule on a batch that fits. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GateBenchmark {
  /** Entries of the batch. */
  @Param({"1", "100"})
  public int entries;

  private @Nullable OrderGate gate;
  private @Nullable Batch batch;

  /** A gate at the position before the batch. */
  @Setup(Level.Trial)
  public void prepare(Entries some) {
    gate = new OrderGate(some.start());
    batch = some.batch(entries);
  }

  /** Judges; the gate stays where it is. */
  @Benchmark
  public OrderGate.Verdict judge() {
    OrderGate at = gate;
    Batch next = batch;
    if (at == null || next == null) {
      throw new IllegalStateException("not prepared");
    }
    return at.judge(next);
  }
}
