package dev.realtime.cli;

import dev.realtime.Channel;
import dev.realtime.Payload;
import dev.realtime.Subscription;
import dev.realtime.okhttp.RealtimeClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/**
 * A measurement of deliveries: one client of the server subscribes, another publishes.
 *
 * <p>Confined to the thread of the command; messages arrive on others.
 */
final class BenchRun {
  private final BenchOptions options;
  private final Console console;
  private final RealtimeClient reading;
  private final RealtimeClient writing;
  private final Latencies answers = new Latencies();
  private final Latencies deliveries = new Latencies();

  /** What is done with the clients; gives the exit code. */
  interface Measurement {
    int run(BenchRun run) throws InterruptedException;
  }

  private BenchRun(
      BenchOptions options, Console console, RealtimeClient reading, RealtimeClient writing) {
    this.options = options;
    this.console = console;
    this.reading = reading;
    this.writing = writing;
  }

  /**
   * Connects, says what is measured and measures it.
   *
   * @param name of the measurement
   * @param what is done how often
   */
  static int of(
      BenchOptions options, Console console, String name, String what, Measurement measurement)
      throws InterruptedException {
    try (BenchOptions.Target target = options.target();
        RealtimeClient reading = options.connect(target, console);
        RealtimeClient writing = options.connect(target, console)) {
      console.data(
          "%s over %s: %s, %d bytes, %s"
              .formatted(
                  name, options.transport().configName(), what, options.size(), target.where()));
      return measurement.run(new BenchRun(options, console, reading, writing));
    }
  }

  /**
   * Subscribes many times and waits until all are live.
   *
   * @param measured is given the stamp of each message that is not for warming up
   * @param warm counts the others
   */
  void subscribe(long subscribers, LongConsumer measured, Progress warm)
      throws InterruptedException {
    Channel<Payload> channel = reading.channel(options.channel(), Payload.class);
    List<CompletionStage<?>> live = new ArrayList<>();
    for (long i = 0; i < subscribers; i++) {
      Subscription subscription =
          channel.subscribe(
              message -> {
                long stamp = Stamp.nanos(message.data());
                if (stamp == Stamp.WARM_UP) {
                  warm.add();
                } else {
                  measured.accept(stamp);
                }
              });
      live.add(subscription.live());
    }
    awaitLive(live, options.timeout());
  }

  private static void awaitLive(List<CompletionStage<?>> live, Duration patience)
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
      throw new CommandFailure(ExitCode.FAILURE, "A subscription ended: " + EndText.of(e));
    }
  }

  /** What publishes, after it has warmed up. */
  BenchPublisher publisher(Progress published, int inFlight) throws InterruptedException {
    BenchPublisher publisher =
        new BenchPublisher(
            writing.channel(options.channel(), Payload.class),
            answers,
            published,
            options.timeout(),
            inFlight);
    publisher.warmUp(options.warmup(), options.size(), console.stop());
    return publisher;
  }

  /** A message arrived so long after it was due. */
  void delivered(long nanos) {
    deliveries.recordNanos(nanos);
  }

  /** Prints how long answers and deliveries took. */
  void report() {
    console.data("answer    " + answers.percentiles());
    console.data("delivery  " + deliveries.percentiles());
  }
}
