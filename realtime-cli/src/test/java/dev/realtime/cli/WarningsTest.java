package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is allowed and probably not meant is said once by every command that is configured. */
class WarningsTest {
  private final RealtimeServer server =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> unwise(String command) {
    List<String> line =
        new ArrayList<>(List.of(command.replace("URL", server.url().toString()).split(" ")));
    line.add("-Drealtime.config.unknown-keys=warn");
    line.add("-Drealtime.trasport=sse");
    line.add("-Drealtime.heartbeat.interval=60s");
    return line;
  }

  private static void assertWarned(CommandProbe probe) {
    assertThat(probe.err())
        .containsOnlyOnce(
            "Unknown key 'realtime.trasport' (builder) is ignored. Did you mean"
                + " 'realtime.transport'?")
        .containsOnlyOnce("realtime.heartbeat.interval=60s (builder): many proxies cut");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pub URL a 1",
        "sub URL a --timeout 1s",
        "bench publish URL --count 1 --warmup 0",
        "bench latency --count 1 --warmup 0",
        "webhook list URL",
        "webhook create URL a http://localhost:1/hook",
        "webhook pause URL sub_0",
        "webhook rotate-secret URL sub_0",
        "webhook listen --port 0 --timeout 1ms"
      })
  void everyCommandWarnsOnce(String command) {
    assertWarned(CommandProbe.run(unwise(command).toArray(String[]::new)));
  }

  @Test
  void theServerWarnsOnce() throws Exception {
    CommandProbe serve = CommandProbe.start(unwise("serve --port 0").toArray(String[]::new));
    serve.awaitOut("listening on ");

    assertWarned(serve);
    assertThat(serve.stop().exitCode()).isZero();
  }
}
