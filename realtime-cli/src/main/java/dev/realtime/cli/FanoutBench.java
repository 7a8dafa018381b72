package dev.realtime.cli;

import dev.realtime.Channel;
import dev.realtime.Message;
import dev.realtime.Payload;
import dev.realtime.Subscription;
import dev.realtime.okhttp.RealtimeClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    try (BenchOptions.Target target = options.target();
        RealtimeClient reading = options.connect(target, console);
        RealtimeClient writing = options.connect(target, console)) {
      console.data(
          "fanout over %s: %d subscribers, %d messages at %s, %d bytes, %s"
              .formatted(
                  options.transport().configName(),
                  subscribers,
                  count,
                  rate.text(),
                  options.size(),
                  target.where()));
      return measure(reading, writing);
    }
  }

  private int measure(RealtimeClient reading, RealtimeClient writing) throws InterruptedException {
    Latencies deliveries = new Latencies();
    List<Subscription> all = new ArrayList<>();
    Progress delivered = new Progress(subscribers * count, "delivered", console);
    Progress warm = new Progress(subscribers * options.warmup(), "delivered to warm up", console);
    Channel<Payload> channel = reading.channel(options.channel(), Payload.class);
    for (long i = 0; i < subscribers; i++) {
      all.add(channel.subscribe(message -> take(message, deliveries, delivered, warm)));
    }
    awaitLive(all.stream().map(Subscription::live).toList(), options.timeout());
    console.state(subscribers + " subscribers are live");
    Latencies answers = new Latencies();
    Progress published = new Progress(count, "published", console);
    BenchPublisher publisher =
        new BenchPublisher(
            writing.channel(options.channel(), Payload.class),
            answers,
            published,
            options.timeout(),
            IN_FLIGHT);
    publisher.warmUp(options.warmup(), options.size(), console.stop());
    warm.await(options.timeout());
    published.begin();
    delivered.begin();
    publish(publisher, delivered);
    published.await(options.timeout());
    publisher.check();
    boolean complete = delivered.await(options.timeout());
    console.data(published.summary());
    console.data(delivered.summary());
    console.data("answer    " + answers.percentiles());
    console.data("delivery  " + deliveries.percentiles());
    return complete ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static void take(
      Message<Payload> message, Latencies latencies, Progress delivered, Progress warm) {
    long stamp = Stamp.nanos(message.data());
    if (stamp == Stamp.WARM_UP) {
      warm.add();
    } else {
      latencies.recordNanos(System.nanoTime() - stamp);
      delivered.add();
    }
  }

  /** Waits until subscriptions are live. */
  static void awaitLive(List<? extends CompletionStage<?>> live, Duration patience)
      throws InterruptedException {
    try {
      CompletableFuture.allOf(
              live.stream()
                  .map(CompletionStage::toCompletableFuture)
                  .toArray(CompletableFuture[]::new))
          .get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "The subscribers were not live within "
              + Durations.written(patience)
              + ". Is the server there? Wait longer with --timeout.");
    } catch (ExecutionException e) {
      throw new CommandFailure(ExitCode.FAILURE, "A subscription ended: " + e.getCause());
    }
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
