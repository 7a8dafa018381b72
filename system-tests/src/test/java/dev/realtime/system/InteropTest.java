package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Channel;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that are not ours read a channel: curl, and npm's ws and eventsource (SPEC 4.14). */
class InteropTest {
  private static final int COUNT = 250;
  private static final Pattern ENTRY =
      Pattern.compile("\"offset\":(\\d+),[^}]*\"data\":(\"[^\"]*\")");
  private static final Path SCRIPTS = Path.of("src/test/node").toAbsolutePath();

  private static RealtimeServer server =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();
  private static List<String> published = List.of();

  @BeforeAll
  static void publish() throws IOException {
    Channel<String> channel = server.channel("interop/all", String.class);
    for (int i = 1; i <= COUNT; i++) {
      channel.publish("message " + i).toCompletableFuture().join();
    }
    published =
        IntStream.rangeClosed(1, COUNT).mapToObj(i -> i + " \"message " + i + "\"").toList();
    if (!Files.isDirectory(SCRIPTS.resolve("node_modules"))) {
      run(List.of("npm", "ci", "--no-audit", "--no-fund"));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String url() {
    return server.url() + "/channels/interop/all";
  }

  @Test
  void curlReadsByPolls() throws Exception {
    List<String> seen = new ArrayList<>();
    String after = "earliest";
    while (seen.size() < COUNT) {
      String body = String.join("\n", run(List.of("curl", "-sS", url() + "?after=" + after)));
      seen.addAll(entries(Stream.of(body)));
      after = body.replaceFirst("(?s).*?\"last\":\"([^\"]+)\".*", "$1");
    }

    assertThat(seen).isEqualTo(published);
  }

  @Test
  void curlReadsAnEventStream() throws Exception {
    List<String> command =
        List.of("curl", "-sSN", "-H", "Accept: text/event-stream", url() + "?after=earliest");
    List<String> seen = new ArrayList<>();
    Process curl = new ProcessBuilder(command).directory(SCRIPTS.toFile()).start();
    try (BufferedReader lines = lines(curl)) {
      String line;
      while (seen.size() < COUNT && (line = lines.readLine()) != null) {
        if (line.startsWith("data: ")) {
          seen.addAll(entries(Stream.of(line)));
        }
      }
    } finally {
      curl.destroy();
    }

    assertThat(seen).isEqualTo(published);
  }

  @Test
  void curlPublishes() throws Exception {
    List<String> answer =
        run(
            List.of(
                "curl",
                "-sS",
                "-d",
                "\"hi\"",
                "-H",
                "content-type: application/json",
                server.url() + "/channels/interop/posted"));

    assertThat(answer.get(0))
        .matches("\\{\"channel\":\"interop/posted\",\"position\":\"[a-z2-7]+:1\".*");
  }

  @Test
  void npmWsReadsTheSocketOfAChannel() throws Exception {
    String socket = url().replaceFirst("^http", "ws") + "?after=earliest";

    assertThat(run(List.of("node", "read-websocket.mjs", socket, "" + COUNT))).isEqualTo(published);
  }

  @Test
  void npmEventsourceReadsTheEventStream() throws Exception {
    assertThat(run(List.of("node", "read-eventsource.mjs", url() + "?after=earliest", "" + COUNT)))
        .isEqualTo(published);
  }

  private static List<String> entries(Stream<String> texts) {
    return texts
        .flatMap(text -> ENTRY.matcher(text).results())
        .map(entry -> entry.group(1) + " " + entry.group(2))
        .toList();
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The lines that a command prints. */
  private static List<String> run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(SCRIPTS.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = lines(process)) {
      List<String> printed = lines.lines().toList();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      assertThat(process.exitValue()).as("%s", command).isZero();
      return printed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
