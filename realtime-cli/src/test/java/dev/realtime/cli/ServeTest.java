package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {
  @TempDir private Path directory;

  @Test
  void servesUntilItIsStopped() throws Exception {
    CommandProbe serve =
        CommandProbe.start(
            "serve", "--port", "0", "--path", "/x", "-Drealtime.heartbeat.interval=1s");
    serve.awaitOut("\n");
    String line = serve.lines().get(0);
    assertThat(line).matches("listening on http://localhost:\\d+/x");

    CommandProbe pub = CommandProbe.run("pub", line.substring("listening on ".length()), "a", "1");

    assertThat(pub.exitCode()).as(pub.err()).isZero();
    assertThat(serve.stop().exitCode()).isZero();
    assertThat(serve.err()).contains("draining").contains("ended");
  }

  @Test
  void anAddressInUseIsAFailure() throws Exception {
    CommandProbe first = CommandProbe.start("serve", "--port", "0");
    first.awaitOut("\n");
    String port = first.lines().get(0).replaceAll(".*:(\\d+)/.*", "$1");

    CommandProbe second = CommandProbe.run("serve", "--port", port);

    assertThat(second.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(second.err()).contains("Cannot listen on localhost:" + port);
    first.stop().exitCode();
  }

  @Test
  void terminationDrainsAndExitsWith0() throws Exception {
    Path errors = directory.resolve("errors");
    Process serve =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--port",
                "0")
            .redirectError(errors.toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8))) {
      String url = out.readLine().substring("listening on ".length());
      CommandProbe sub = CommandProbe.start("sub", url, "a");
      sub.awaitErr("live over websocket");

      serve.destroy();

      assertThat(serve.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(serve.exitValue()).isZero();
      assertThat(Files.readAllLines(errors)).containsSubsequence("draining", "ended");
      sub.awaitErr("the server ended the exchange in order");
      assertThat(sub.stop().exitCode()).isZero();
    } finally {
      serve.destroyForcibly();
    }
  }
}
