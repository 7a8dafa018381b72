package dev.realtime.benchmarks;

import dev.realtime.core.wire.EncodedBatch;
import dev.realtime.spi.Batch;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The bytes of a batch, made for the first of its subscribers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EncodeBenchmark {
  /** Entries of the batch. */
  @Param({"1", "100"})
  public int entries;

  /** Encodes a batch whose log keeps no JSON. */
  @Benchmark
  public ByteBuffer encode(Entries some) {
    return EncodedBatch.of(some.batch(entries)).event();
  }

  /** Puts a batch together of what the log has encoded. */
  @Benchmark
  public ByteBuffer splice(Entries some) {
    return EncodedBatch.of(some.batch(entries).withJson(some.json(entries))).event();
  }

  /** Takes the bytes that another subscriber has made. */
  @Benchmark
  public ByteBuffer share(Entries some) {
    return EncodedBatch.of(some.shared()).event();
  }

  /** Asks for the batch alone, to be subtracted from the encoding. */
  @Benchmark
  public Batch batch(Entries some) {
    return some.batch(entries);
  }
}
