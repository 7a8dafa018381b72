package dev.realtime.cli;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One publisher and one subscriber, one message at a time. */
@Command(
    name = "latency",
    description = "Publishes a message, waits until it is delivered, and publishes the next.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class LatencyBench implements Callable<Integer> {
  private final Console console;

  @Mixin private BenchOptions options;

  @Option(
      names = "--count",
      paramLabel = "<n>",
      defaultValue = "1000",
      converter = Converters.OfCount.class,
      description = "How many messages; 1000 by default.")
  private Long count;

  LatencyBench(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    String what = count + " messages one after the other";
    return BenchRun.of(options, console, "latency", what, this::measure);
  }

  private int measure(BenchRun run) throws InterruptedException {
    BlockingQueue<Long> arrived = new LinkedBlockingQueue<>();
    Progress warm = new Progress(options.warmup(), "delivered to warm up", console);
    run.subscribe(1, stamp -> arrived.add(System.nanoTime()), warm);
    Progress delivered = new Progress(count, "delivered", console);
    BenchPublisher publisher = run.publisher(new Progress(count, "published", console), 1);
    delivered.begin();
    for (long i = 0; i < count && !console.stop().isRequested(); i++) {
      long now = System.nanoTime();
      publisher.publish(Stamp.of(now, options.size()), now);
      @Nullable Long then = arrived.poll(options.timeout().toNanos(), TimeUnit.NANOSECONDS);
      publisher.check();
      if (then == null) {
        throw new CommandFailure(
            ExitCode.FAILURE,
            "A message was not delivered within " + Durations.written(options.timeout()) + ".");
      }
      run.delivered(then - now);
      delivered.add();
      delivered.say();
    }
    console.data(delivered.summary());
    run.report();
    return delivered.done() == count ? ExitCode.OK : ExitCode.FAILURE;
  }
}
