package dev.realtime.cli;

import dev.realtime.Payload;
import dev.realtime.okhttp.RealtimeClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One publisher, as fast as it goes. */
@Command(
    name = "publish",
    description = "Publishes as fast as answers come and measures the time to the answer.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class PublishBench implements Callable<Integer> {
  private final Console console;

  @Mixin private BenchOptions options;

  @Option(
      names = "--count",
      paramLabel = "<n>",
      defaultValue = "100000",
      converter = Converters.OfCount.class,
      description = "How many messages; 100000 by default.")
  private Long count;

  @Option(
      names = "--in-flight",
      paramLabel = "<n>",
      defaultValue = "1000",
      converter = Converters.OfInFlight.class,
      description = "How many publishes may be unanswered; 1 to 2048, 1000 by default.")
  private Integer inFlight;

  PublishBench(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (BenchOptions.Target target = options.target();
        RealtimeClient client = options.connect(target, console)) {
      console.data(
          "publish over %s: %d messages, %d in flight, %d bytes, %s"
              .formatted(
                  options.transport().configName(),
                  count,
                  inFlight,
                  options.size(),
                  target.where()));
      return measure(client);
    }
  }

  private int measure(RealtimeClient client) throws InterruptedException {
    Latencies answers = new Latencies();
    Progress published = new Progress(count, "published", console);
    BenchPublisher publisher =
        new BenchPublisher(
            client.channel(options.channel(), Payload.class),
            answers,
            published,
            options.timeout(),
            inFlight);
    publisher.warmUp(options.warmup(), options.size(), console.stop());
    published.begin();
    for (long i = 0; i < count && !console.stop().isRequested(); i++) {
      long now = System.nanoTime();
      publisher.publish(Stamp.of(now, options.size()), now);
      published.say();
    }
    boolean complete = published.await(options.timeout());
    publisher.check();
    if (published.done() == 0) {
      throw BenchPublisher.unanswered(options.timeout());
    }
    console.data(published.summary());
    console.data("answer    " + answers.percentiles());
    return complete ? ExitCode.OK : ExitCode.FAILURE;
  }
}
