package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
  @ParameterizedTest
  @CsvSource({
    "fanout --subscribers 3 --rate 200/s, delivered 60 of 60",
    "publish, published 20 of 20",
    "latency, delivered 20 of 20",
  })
  void measuresAServerOfItsOwn(String command, String summary) {
    String line = "bench " + command + " --count 20 --warmup 5 --transport sse";

    CommandProbe bench = CommandProbe.run(line.split(" "));

    assertThat(bench.exitCode()).as(bench.err()).isZero();
    assertThat(bench.lines().get(0)).contains(" over sse: ").contains("in this process");
    assertThat(bench.out())
        .contains(summary)
        .containsPattern("p50 .*p90 .*p99 .*p99.9 .*max .* ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fanout", "latency", "publish"})
  void aWrongPathIsToldInASentence(String command) {
    try (RealtimeServer server =
        RealtimeServer.builder().configuration(Configuration.builder()).port(0).start()) {
      String elsewhere = server.url().resolve("/elsewhere").toString();

      CommandProbe bench = CommandProbe.run("bench", command, elsewhere, "--transport", "sse");

      assertThat(bench.exitCode()).isEqualTo(ExitCode.FAILURE);
      assertThat(bench.err())
          .containsOnlyOnce(elsewhere)
          .contains("this server answers below /realtime")
          .doesNotContain("Refused[", "Lost[", "Exception");
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() {
    CommandProbe bench =
        CommandProbe.run("bench", "publish", "http://localhost:1/r", "--timeout", "300ms");

    assertThat(bench.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }
}
