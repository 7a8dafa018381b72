package dev.realtime.cli;

import dev.realtime.RejectedException;
import dev.realtime.core.channel.RealtimeThreads;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.WebhookKeys;
import dev.realtime.core.loop.SystemTimers;
import dev.realtime.core.webhook.KeptSecret;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookVerifier;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Receives webhooks, to look at them or to try what a sender does. */
@Command(
    name = "listen",
    description = {
      "Receives webhooks and prints each request as one JSON object a line.",
      "It verifies, answers challenges, and answers deliveries by a script, step by step; the last"
          + " step stays. It keeps no position and drops no repeat. What is not verified is answered"
          + " with 401."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class WebhookListen implements Callable<Integer> {
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final Console console;

  @Mixin private Settings settings;
  @Mixin private SecretOption secret;
  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "<host>",
      defaultValue = "localhost",
      description = "What to listen on; localhost by default.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "<port>",
      defaultValue = "9000",
      converter = Converters.OfPort.class,
      description = "0 for a free one; 9000 by default.")
  private Integer port;

  @Option(
      names = "--path",
      paramLabel = "<path>",
      defaultValue = "/",
      description = "The path to answer at; / by default.")
  private String path;

  @Option(
      names = "--script",
      paramLabel = "<steps>",
      defaultValue = "200",
      converter = Converters.OfScript.class,
      description =
          "What deliveries are answered, such as 200,500,429:2,hang:3000,close: a status, with the"
              + " seconds of Retry-After after a colon, 200 after so many milliseconds, or a"
              + " connection closed without an answer; 200 by default.")
  private AnswerScript script;

  @Option(
      names = "--count",
      paramLabel = "<n>",
      converter = Converters.OfCount.class,
      description = "Ends after n deliveries were answered; a challenge is none.")
  private @Nullable Long count;

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      converter = Converters.OfDuration.class,
      description = "Ends after this time, such as 10s; with --count and too few deliveries by 1.")
  private @Nullable Duration timeout;

  WebhookListen(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (!path.startsWith("/")) {
      throw new ParameterException(
          spec.commandLine(), "The path does not begin with '/'. Write it as in a URL.");
    }
    WebhookVerifier verifier = verifier();
    DeliveryCount deliveries = new DeliveryCount(count == null ? Long.MAX_VALUE : count);
    SystemTimers timers = new SystemTimers(RealtimeThreads.named("sink-timer"));
    Server server = new Server(threads());
    ServerConnector connector = new ServerConnector(server);
    connector.setHost(host);
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new WebhookSink(path, verifier, script, deliveries, timers, console));
    try (timers) {
      start(server);
      console.state("listening on http://" + host + ":" + connector.getLocalPort() + path);
      console.stop().awaitEither(deliveries.reached(), timeout == null ? FOREVER : timeout);
    } finally {
      server.stop();
    }
    console.state("ended");
    return exitCode(deliveries.answered());
  }

  private int exitCode(long answered) {
    if (count == null || answered >= count) {
      return ExitCode.OK;
    }
    console.failure("Got " + answered + " of the " + count + " deliveries of --count.");
    return ExitCode.FAILURE;
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("realtime-sink");
    threads.setDaemon(true);
    return threads;
  }

  private void start(Server server) throws Exception {
    try {
      server.start();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILURE,
          "Cannot listen on %s:%s (%s). Use another --port, or 0 for a free one."
              .formatted(host, port, e.getMessage()));
    }
  }

  private WebhookVerifier verifier() {
    try {
      Configuration config = settings.build(secret.into(settings.configuration()));
      String text = config.get(WebhookKeys.SECRET).orElseGet(this::newSecret);
      return new WebhookVerifier(List.of(WebhookSecret.parse(text)), Clock.systemUTC());
    } catch (RejectedException | IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  /** Shown once, to be given to whoever sends. */
  private String newSecret() {
    String text = KeptSecret.generateText(new SecureRandom());
    console.state("secret " + text);
    return text;
  }
}
