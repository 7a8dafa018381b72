package dev.realtime.cli;

import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.RealtimeListener;
import dev.realtime.Start;
import dev.realtime.SubscribeOptions;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.cli.SubscriptionRun.End;
import dev.realtime.core.config.WebhookKeys;
import dev.realtime.okhttp.RealtimeClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the messages of a channel. */
@Command(
    name = "sub",
    description = {
      "Prints the messages of a channel, one JSON object a line.",
      "A message has position, key, type and data; a payload that is not JSON stands in text or"
          + " base64. Lost messages are a line {\"gap\":…} and make the exit code 4."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class SubCommand implements Callable<Integer> {
  private static final Duration FOREVER = Duration.ofDays(36_500);
  private static final long ANSWER_SECONDS = 5;

  private final Console console;

  @Mixin private ChannelTarget target;

  @Option(
      names = "--from",
      paramLabel = "<start>",
      defaultValue = "latest",
      converter = Converters.OfStart.class,
      description =
          "earliest, latest, -N for the last N messages, or a position; latest by default.")
  private Start from;

  @Option(
      names = "--transport",
      paramLabel = "<name>",
      converter = Converters.OfSubscribeTransport.class,
      description =
          "websocket, sse, long-polling, short-polling or webhook; websocket unless configured.")
  private @Nullable Transport transport;

  @Option(
      names = "--callback",
      paramLabel = "<url>",
      description =
          "Where this command receives with --transport webhook, as the server reaches it, such as"
              + " http://localhost:9000/hook; port 0 takes a free one.")
  private @Nullable String callback;

  @Option(
      names = "--count",
      paramLabel = "<n>",
      converter = Converters.OfCount.class,
      description = "Ends after n messages.")
  private @Nullable Long count;

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      converter = Converters.OfDuration.class,
      description = "Ends after this time, such as 10s; with --count and too few messages by 1.")
  private @Nullable Duration timeout;

  @Option(
      names = "--position-file",
      paramLabel = "<file>",
      description =
          "Keeps the position of the last message printed; where the file exists it overrules"
              + " --from.")
  private @Nullable Path positionFile;

  @Option(
      names = "--history",
      paramLabel = "<file>",
      description = "Appends what happens as lines of JSON.")
  private @Nullable Path history;

  @Option(
      names = "--name",
      paramLabel = "<name>",
      converter = Converters.OfName.class,
      description = "The name of the subscription in the history; a new one by default.")
  private @Nullable String name;

  SubCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Closing<HistoryFile> file = Closing.of(history, HistoryFile::open)) {
      return run(file.value());
    }
  }

  private int run(Optional<HistoryFile> file) throws InterruptedException {
    CompletableFuture<String> unsaved = new CompletableFuture<>();
    Optional<FilePosition> store =
        Optional.ofNullable(positionFile).map(p -> new FilePosition(p, unsaved::complete));
    Optional<Position> saved = store.flatMap(FilePosition::load);
    Start start = saved.map(Start::after).orElse(from);
    SubscriptionRun.Task task =
        new SubscriptionRun.Task(
            name == null ? "s" + randomName() : name,
            target.channel(),
            start,
            count == null ? 0 : count,
            at -> store.filter(s -> saved.isEmpty()).ifPresent(s -> s.save(target.channel(), at)));
    SubscriptionRun run = new SubscriptionRun(task, console, file);
    unsaved.thenAccept(run::fail);
    SubscribeOptions options = SubscribeOptions.from(start);
    subscribe(run, store.map(s -> options.withDurable(target.channel(), s)).orElse(options));
    return exitCode(run);
  }

  private void subscribe(SubscriptionRun run, SubscribeOptions options)
      throws InterruptedException {
    try (RealtimeClient client = target.connect(transport, callbackSettings(), run)) {
      run.beginning();
      Subscription subscription =
          client.channel(target.channel(), Payload.class).subscribe(options, run);
      run.begun(subscription);
      console.stop().awaitEither(run.end(), timeout == null ? FOREVER : timeout);
      boolean complete = isComplete(run, subscription);
      run.leave(subscription);
      await(subscription.closed());
      if (run.wasOpened()) {
        console.state("ended after %d message%s".formatted(run.seen(), run.seen() == 1 ? "" : "s"));
      }
      run.finish(complete);
    }
  }

  private Map<String, String> callbackSettings() {
    return callback == null ? Map.of() : Map.of(WebhookKeys.CALLBACK_URL.name(), callback);
  }

  /** Whether all was delivered that was asked for, or, without a count, all that there is. */
  private boolean isComplete(SubscriptionRun run, Subscription subscription)
      throws InterruptedException {
    if (run.ended().isPresent()) {
      return run.ended().get() instanceof End.Counted;
    }
    if (history == null || !run.wasOpened()) {
      return false;
    }
    Position at = subscription.position();
    return head()
        .filter(head -> head.epoch().equals(at.epoch()) && head.offset() <= at.offset())
        .isPresent();
  }

  /** The end of the channel at present; empty if the server does not answer. */
  private Optional<Position> head() throws InterruptedException {
    // A question needs no callback of its own.
    Transport asking = transport == Transport.WEBHOOK ? Transport.LONG_POLLING : transport;
    try (RealtimeClient client = target.connect(asking, RealtimeListener.NONE)) {
      return await(client.channel(target.channel(), Payload.class).subscribe(message -> {}).live());
    }
  }

  private static <T> Optional<T> await(CompletionStage<T> stage) throws InterruptedException {
    try {
      return Optional.of(stage.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    }
  }

  private int exitCode(SubscriptionRun run) {
    Optional<End> end = run.ended();
    if (end.isPresent() && end.get() instanceof End.Failed failed) {
      console.failure(failed.why());
      return ExitCode.FAILURE;
    }
    if (!run.wasOpened()) {
      String loss = run.lastLoss().isEmpty() ? "" : " The last attempt: " + run.lastLoss() + ".";
      console.failure(
          "No answer from %s%s.%s Is the server running there? Check the URL, or wait longer with --timeout."
              .formatted(
                  target.url(), timeout == null ? "" : " for " + Durations.written(timeout), loss));
      return ExitCode.UNREACHABLE;
    }
    if (run.hadGap()) {
      console.failure("Messages were lost; the lines {\"gap\":…} say which.");
      return ExitCode.GAP;
    }
    return count == null || end.isPresent() ? ExitCode.OK : tooFew(run);
  }

  private int tooFew(SubscriptionRun run) {
    console.failure("Got " + run.seen() + " of the " + count + " messages of --count.");
    return ExitCode.FAILURE;
  }

  private static String randomName() {
    byte[] bytes = new byte[6];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
