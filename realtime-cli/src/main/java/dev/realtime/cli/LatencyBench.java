package dev.realtime.cli;

import dev.realtime.Payload;
import dev.realtime.Subscription;
import dev.realtime.okhttp.RealtimeClient;
import java.util.List;
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
    try (BenchOptions.Target target = options.target();
        RealtimeClient reading = options.connect(target, console);
        RealtimeClient writing = options.connect(target, console)) {
      console.data(
          "latency over %s: %d messages one after the other, %d bytes, %s"
              .formatted(options.transport().configName(), count, options.size(), target.where()));
      return measure(reading, writing);
    }
  }

  private int measure(RealtimeClient reading, RealtimeClient writing) throws InterruptedException {
    BlockingQueue<Long> arrived = new LinkedBlockingQueue<>();
    Subscription subscription =
        reading
            .channel(options.channel(), Payload.class)
            .subscribe(
                message -> {
                  if (Stamp.nanos(message.data()) != Stamp.WARM_UP) {
                    arrived.add(System.nanoTime());
                  }
                });
    FanoutBench.awaitLive(List.of(subscription.live()), options.timeout());
    Latencies deliveries = new Latencies();
    Latencies answers = new Latencies();
    Progress delivered = new Progress(count, "delivered", console);
    BenchPublisher publisher =
        new BenchPublisher(
            writing.channel(options.channel(), Payload.class),
            answers,
            new Progress(count, "published", console),
            options.timeout(),
            1);
    publisher.warmUp(options.warmup(), options.size(), console.stop());
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
      deliveries.recordNanos(then - now);
      delivered.add();
      delivered.say();
    }
    console.data(delivered.summary());
    console.data("answer    " + answers.percentiles());
    console.data("delivery  " + deliveries.percentiles());
    return delivered.done() == count ? ExitCode.OK : ExitCode.FAILURE;
  }
}
