package dev.realtime.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One publisher at a rate, many subscribers. */
@Command(
    name = "fanout",
    description = {
      "Delivers messages, published at a rate, to many subscribers.",
      "Latency runs from the time at which a message was due to its delivery, so that a server"
          + " that stalls the publisher does not look better."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class FanoutBench implements Callable<Integer> {
  private static final int IN_FLIGHT = 2_000;

  private final Console console;

  @Mixin private BenchOptions options;

  @Option(
      names = "--subscribers",
      paramLabel = "<n>",
      defaultValue = "100",
      converter = Converters.OfCount.class,
      description = "How many subscribe; 100 by default.")
  private Long subscribers;

  @Option(
      names = "--rate",
      paramLabel = "<n/s>",
      defaultValue = "100/s",
      converter = Converters.OfRate.class,
      description = "How often a message is due; 100/s by default.")
  private Rate rate;

  @Option(
      names = "--count",
      paramLabel = "<n>",
      defaultValue = "1000",
      converter = Converters.OfCount.class,
      description = "How many messages; 1000 by default.")
  private Long count;

  FanoutBench(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    String what = "%d subscribers, %d messages at %s".formatted(subscribers, count, rate.text());
    return BenchRun.of(options, console, "fanout", what, this::measure);
  }

  private int measure(BenchRun run) throws InterruptedException {
    Progress delivered = new Progress(subscribers * count, "delivered", console);
    Progress warm = new Progress(subscribers * options.warmup(), "delivered to warm up", console);
    run.subscribe(
        subscribers,
        stamp -> {
          run.delivered(System.nanoTime() - stamp);
          delivered.add();
        },
        warm);
    console.state(subscribers + " subscribers are live");
    Progress published = new Progress(count, "published", console);
    BenchPublisher publisher = run.publisher(published, IN_FLIGHT);
    warm.await(options.timeout());
    published.begin();
    delivered.begin();
    publish(publisher, delivered);
    published.await(options.timeout());
    publisher.check();
    boolean complete = delivered.await(options.timeout());
    console.data(published.summary());
    console.data(delivered.summary());
    run.report();
    return complete ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void publish(BenchPublisher publisher, Progress delivered) throws InterruptedException {
    long start = System.nanoTime();
    for (long i = 0; i < count && !console.stop().isRequested(); i++) {
      long due = start + rate.dueNanos(i);
      long early = due - System.nanoTime();
      if (early > 0) {
        console.stop().pause(Duration.ofNanos(early));
      }
      publisher.publish(Stamp.of(due, options.size()), due);
      delivered.say();
    }
  }
}
