package dev.realtime.benchmarks;

import dev.realtime.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The load runner: {@code Load <scenario> --target realtime|nchan --url http://localhost:8080 --pid
 * <server> --transport websocket|sse|long-polling}.
 *
 * <p>Scenarios: {@code lockstep} and {@code busy} (closed loop with 1 and 64 messages outstanding),
 * {@code rate} and {@code stopped} (open loop), {@code idle}, {@code catchup}. Options: {@code
 * --subscribers}, {@code --payload}, {@code --seconds}, {@code --warmup}, {@code --outstanding},
 * {@code --rate}, {@code --messages}, {@code --stopped}, {@code --history}, {@code --repeats}. Each
 * figure is a line {@code scenario transport target metric value}, which {@link Table} reads.
 */
public final class Load {
  private final String scenario;
  private final Arguments arguments;
  private final Target target;
  private final Transport transport;
  private final URI url;

  private Load(String scenario, Arguments arguments) {
    this.scenario = scenario;
    this.arguments = arguments;
    this.target = Target.of(arguments.text("target"));
    this.transport = Transport.ofConfigName(arguments.text("transport")).orElseThrow();
    this.url = URI.create(arguments.text("url"));
  }

  /** Runs one scenario once. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      throw new IllegalArgumentException("lockstep, busy, rate, stopped, idle or catchup");
    }
    Load load = new Load(args[0], Arguments.parse(args, 1));
    switch (args[0]) {
      case "lockstep" -> ClosedLoop.run(load, 1);
      case "busy" -> ClosedLoop.run(load, load.number("outstanding", 64));
      case "rate", "stopped" -> OpenLoop.run(load);
      case "idle" -> Idle.run(load);
      case "catchup" -> CatchUp.run(load);
      default -> throw new IllegalArgumentException("there is no scenario " + args[0]);
    }
  }

  Target target() {
    return target;
  }

  int number(String option, int otherwise) {
    return arguments.number(option, otherwise);
  }

  ServerProcess server() {
    return new ServerProcess(Long.parseLong(arguments.text("pid")));
  }

  /** A loop on a channel that nobody has used. */
  LoadLoop loop() throws IOException {
    return new LoadLoop(
        new LoadLoop.Setup(
            target,
            new InetSocketAddress(url.getHost(), url.getPort()),
            transport,
            "b" + Long.toString(System.nanoTime(), 36),
            number("payload", 100)));
  }

  /** Bytes in use on the server's heap after a collection. */
  long heapBytes() throws IOException {
    try (InputStream in = url.resolve("/heap").toURL().openStream()) {
      return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }
  }

  void print(String metric, double value) {
    System.out.printf(
        Locale.ROOT,
        "%s %s %s %s %.3f%n",
        scenario,
        transport.configName(),
        target.name().toLowerCase(Locale.ROOT),
        metric,
        value);
  }
}
