package dev.realtime.cli;

import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.ConcurrentHistogram;

/** Durations between a microsecond and an hour, with three digits. Thread-safe. */
final class Latencies {
  private static final long LONGEST = Duration.ofHours(1).toNanos();
  private static final int DIGITS = 3;
  private static final double MILLI = 1e6;

  private final ConcurrentHistogram histogram = new ConcurrentHistogram(1_000, LONGEST, DIGITS);

  void recordNanos(long nanos) {
    histogram.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
  }

  long count() {
    return histogram.getTotalCount();
  }

  /** The percentiles in milliseconds, as one line. */
  String percentiles() {
    return String.format(
        Locale.ROOT,
        "p50 %.3f  p90 %.3f  p99 %.3f  p99.9 %.3f  max %.3f ms",
        at(50),
        at(90),
        at(99),
        at(99.9),
        histogram.getMaxValue() / MILLI);
  }

  private double at(double percentile) {
    return histogram.getValueAtPercentile(percentile) / MILLI;
  }
}
