package dev.realtime.cli;

import dev.realtime.Transport;
import dev.realtime.core.config.Keys;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that all measurements share. */
final class BenchOptions {
  @Mixin private Settings settings;

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description = "The server; one in this process by default.")
  private @Nullable String url;

  @Option(
      names = "--transport",
      paramLabel = "<name>",
      defaultValue = "websocket",
      converter = Converters.OfTransport.class,
      description =
          "websocket, sse, long-polling or short-polling; websocket by default. Publishes go over"
              + " the socket with websocket, else over HTTP.")
  private Transport transport;

  @Option(
      names = "--channel",
      paramLabel = "<name>",
      defaultValue = "bench",
      converter = Converters.OfChannel.class,
      description = "The channel; bench by default.")
  private String channel;

  @Option(
      names = "--size",
      paramLabel = "<bytes>",
      defaultValue = "50",
      converter = Converters.OfCount.class,
      description = "The size of a payload; 50 bytes by default, at least 36.")
  private Long size;

  @Option(
      names = "--warmup",
      paramLabel = "<n>",
      defaultValue = "1000",
      converter = Converters.OfNumber.class,
      description = "How many messages go before those that are measured; 1000 by default.")
  private Long warmup;

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      defaultValue = "10s",
      converter = Converters.OfDuration.class,
      description = "How long nothing may happen before it gives up; 10s by default.")
  private Duration timeout;

  /** A server to be measured, which is stopped if it was started for that. */
  record Target(String url, String where, Closing<RealtimeServer> server) implements AutoCloseable {
    @Override
    public void close() {
      server.close();
    }
  }

  Target target() {
    if (url != null) {
      return new Target(url, url, new Closing<>(Optional.empty()));
    }
    RealtimeServer server =
        settings.start(settings.configuration().set(Keys.SERVER_PORT.name(), "0"));
    return new Target(
        server.url().toString(),
        server.url() + " in this process",
        new Closing<>(Optional.of(server)));
  }

  RealtimeClient connect(Target target, Console console) {
    return settings.connect(target.url(), transport, new LossListener(console));
  }

  Transport transport() {
    return transport;
  }

  String channel() {
    return channel;
  }

  int size() {
    return Math.toIntExact(Math.max(Math.min(size, Integer.MAX_VALUE), Stamp.MIN_SIZE));
  }

  long warmup() {
    return warmup;
  }

  Duration timeout() {
    return timeout;
  }
}
