package dev.realtime.cli;

import dev.realtime.Channel;
import dev.realtime.Payload;
import dev.realtime.PublishOptions;
import dev.realtime.Publisher;
import dev.realtime.RealtimeListener;
import dev.realtime.Transport;
import dev.realtime.okhttp.RealtimeClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes messages in order. */
@Command(
    name = "pub",
    description = {
      "Publishes to a channel, in order.",
      "DATA that is JSON is published as JSON, all else as text. With - each line of standard"
          + " input is a message."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class PubCommand implements Callable<Integer> {
  /** What a text is published as. */
  enum Form {
    AUTO,
    JSON,
    TEXT
  }

  private static final String TEXT = "text/plain;charset=utf-8";

  private final Console console;

  @Mixin private ChannelTarget target;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "DATA",
      description = "The message; - for the lines of standard input.")
  private @Nullable String data;

  @Option(
      names = "--count",
      paramLabel = "<n>",
      converter = Converters.OfCount.class,
      description = "How many messages; 1 by default, with - all lines.")
  private @Nullable Long count;

  @Option(
      names = "--rate",
      paramLabel = "<n/s>",
      converter = Converters.OfRate.class,
      description = "How often, such as 20/s; as fast as it goes by default.")
  private @Nullable Rate rate;

  @Option(
      names = "--producer",
      paramLabel = "<id>",
      converter = Converters.OfName.class,
      description = "The producer id, whose numbers go on; a new one by default.")
  private @Nullable String producer;

  @Option(
      names = "--transport",
      paramLabel = "<name>",
      converter = Converters.OfPublishTransport.class,
      description = "websocket or http; websocket unless configured.")
  private @Nullable Transport transport;

  @Option(
      names = "--in-flight",
      paramLabel = "<n>",
      defaultValue = "64",
      converter = Converters.OfInFlight.class,
      description = "How many publishes may be unanswered; 1 to 2048, 64 by default.")
  private Integer inFlight;

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      defaultValue = "10s",
      converter = Converters.OfDuration.class,
      description = "How long nothing may be answered before it gives up; 10s by default.")
  private Duration timeout;

  @Option(names = "--key", paramLabel = "<key>", description = "What the messages are about.")
  private String key = "";

  @Option(names = "--type", paramLabel = "<type>", description = "What kind of messages they are.")
  private String type = "";

  @Option(
      names = "--as",
      paramLabel = "<form>",
      description = "auto, json or text; auto by default.")
  private Form form = Form.AUTO;

  @Option(
      names = "--history",
      paramLabel = "<file>",
      description =
          "Appends what happens as lines of JSON. Without DATA the messages are"
              + " {\"mid\":\"<producer>-<n>\"}.")
  private @Nullable Path history;

  PubCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (data == null && history == null) {
      throw new ParameterException(
          spec.commandLine(),
          "Nothing to publish: DATA is missing. Give a text, or - for the lines of standard input;"
              + " only with --history it may be left out.");
    }
    PublishOptions options = options();
    MessageSource source = source();
    try (RealtimeClient client = target.connect(transport, RealtimeListener.NONE)) {
      Channel<Payload> to = client.channel(target.channel(), Payload.class);
      Publisher<Payload> publisher =
          producer == null ? to.newPublisher() : to.newPublisher(producer);
      String name = publisher.producer();
      long published = history == null ? 0 : HistoryFile.lastNumber(history, name);
      try (Closing<HistoryFile> file = Closing.of(history, HistoryFile::open)) {
        PublishRun run = new PublishRun(publisher, options, file.value(), inFlight, timeout);
        publishAll(run, source, name, published);
        return report(run);
      }
    }
  }

  private PublishOptions options() {
    try {
      return new PublishOptions(key, type, Map.of());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private MessageSource source() {
    if (data == null) {
      return op -> Optional.of(Payload.json("{\"mid\":" + Json.string(op) + "}"));
    }
    if (data.equals("-")) {
      InputLines lines = InputLines.of(console.in(), console.stop());
      return op -> lines.next().map(this::payload);
    }
    Payload payload = payload(data);
    return op -> Optional.of(payload);
  }

  private Payload payload(String text) {
    boolean json = form == Form.JSON || (form == Form.AUTO && Json.read(text).isPresent());
    return json ? Payload.json(text) : Payload.of(text, TEXT);
  }

  private void publishAll(PublishRun run, MessageSource source, String name, long before)
      throws InterruptedException {
    boolean endless = count == null && data != null && data.equals("-");
    long most = endless ? Long.MAX_VALUE : count == null ? 1 : count;
    long start = System.nanoTime();
    try {
      for (long i = 0; i < most && !console.stop().isRequested(); i++) {
        String op = name + "-" + (before + i + 1);
        Optional<Payload> payload = source.next(op);
        if (payload.isEmpty() || !awaitTurn(start, i)) {
          break;
        }
        if (!run.publish(op, target.channel(), payload.get())) {
          break;
        }
      }
    } finally {
      run.drain();
    }
  }

  /** Waits for the intended time of a message; false if the end is wished for. */
  private boolean awaitTurn(long start, long i) throws InterruptedException {
    if (rate != null) {
      long early = rate.dueNanos(i) - (System.nanoTime() - start);
      if (early > 0) {
        console.stop().pause(Duration.ofNanos(early));
        return !console.stop().isRequested();
      }
    }
    return true;
  }

  private int report(PublishRun run) {
    String last = run.last().map(r -> ", the last at " + r.position()).orElse("");
    console.state("published " + run.answered() + last);
    if (run.gaveUp()) {
      console.failure(
          "No answer from %s for %s. Not known to be stored: %d. Is the server running there? Check the URL, or wait longer with --timeout."
              .formatted(target.url(), Durations.written(timeout), run.failed()));
      return ExitCode.UNREACHABLE;
    }
    if (run.failed() > 0) {
      String why = run.failure().map(EndText::of).orElse("");
      console.failure("Not stored: " + run.failed() + ", the first because: " + why);
      return ExitCode.FAILURE;
    }
    return ExitCode.OK;
  }
}
