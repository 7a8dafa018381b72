package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Payload;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubTest {
  private final RealtimeServer server =
      RealtimeServer.builder().configuration(Configuration.builder()).port(0).start();
  private final String url = server.url().toString();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    server.close();
  }

  private void publish(String channel, Payload payload) {
    server
        .channel(channel, Payload.class)
        .publish(payload)
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private static List<String> withoutEpoch(List<String> lines) {
    return lines.stream().map(line -> line.replaceAll("\"[a-z0-9]+:(\\d+)\"", "\"e:$1\"")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse", "long-polling", "short-polling"})
  void whatIsPublishedIsPrintedOnEveryTransport(String transport) throws Exception {
    CommandProbe sub =
        CommandProbe.start(
            "sub",
            url,
            "chat/lobby",
            "--count",
            "3",
            "--timeout",
            "20s",
            "--transport",
            transport,
            "-Drealtime.short-polling.interval=250ms");
    sub.awaitErr("live over " + transport);

    CommandProbe json = CommandProbe.run("pub", url, "chat/lobby", "{\"a\": 1}", "--key", "k");
    CommandProbe text =
        CommandProbe.run(
            "pub", url, "chat/lobby", "bän", "--transport", "http", "--type", "t", "--count", "2");

    assertThat(json.exitCode()).as(json.err()).isZero();
    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(sub.exitCode()).as(sub.err()).isZero();
    assertThat(withoutEpoch(sub.lines()))
        .containsExactly(
            "{\"position\":\"e:1\",\"key\":\"k\",\"type\":\"\",\"data\":{\"a\": 1}}",
            "{\"position\":\"e:2\",\"key\":\"\",\"type\":\"t\",\"text\":\"bän\"}",
            "{\"position\":\"e:3\",\"key\":\"\",\"type\":\"t\",\"text\":\"bän\"}");
  }

  @Test
  void bytesArePrintedAsBase64() {
    publish("a", Payload.of(new byte[] {0, -1}, "application/octet-stream"));

    CommandProbe sub =
        CommandProbe.run("sub", url, "a", "--from", "earliest", "--count", "1", "--timeout", "10s");

    assertThat(withoutEpoch(sub.lines()))
        .containsExactly(
            "{\"position\":\"e:1\",\"key\":\"\",\"type\":\"\",\"contentType\":\"application/octet-stream\",\"base64\":\"AP8=\"}");
  }

  @Test
  void eachLineOfStandardInputIsAMessage() {
    CommandProbe pub =
        CommandProbe.startWithInput(
            "one\n\n{\"b\":[1]}\nlast", "pub", url, "a", "-", "--in-flight", "1");

    assertThat(pub.exitCode()).as(pub.err()).isZero();
    CommandProbe sub = CommandProbe.run("sub", url, "a", "--from", "-9", "--timeout", "1s");
    assertThat(sub.exitCode()).isZero();
    assertThat(withoutEpoch(sub.lines()))
        .containsExactly(
            "{\"position\":\"e:1\",\"key\":\"\",\"type\":\"\",\"text\":\"one\"}",
            "{\"position\":\"e:2\",\"key\":\"\",\"type\":\"\",\"text\":\"\"}",
            "{\"position\":\"e:3\",\"key\":\"\",\"type\":\"\",\"data\":{\"b\":[1]}}",
            "{\"position\":\"e:4\",\"key\":\"\",\"type\":\"\",\"text\":\"last\"}");
  }

  @Test
  void waitingForALineEndsInOrder() throws Exception {
    try (PipedOutputStream keyboard = new PipedOutputStream()) {
      CommandProbe sub =
          CommandProbe.start(
              "sub", url, "a", "--from", "earliest", "--count", "1", "--timeout", "20s");
      CommandProbe pub =
          CommandProbe.startWithInput(new PipedInputStream(keyboard), "pub", url, "a", "-");
      keyboard.write("hello\n".getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
      sub.exitCode();

      assertThat(pub.stop().exitCode()).as(pub.err()).isZero();
      assertThat(pub.err()).contains("published 1, the last at ");
    }
  }

  @Test
  void inputThatIsNotUtf8IsAFailure() {
    CommandProbe pub =
        CommandProbe.startWithInput(
            new java.io.ByteArrayInputStream(new byte[] {(byte) 0xff, '\n'}), "pub", url, "a", "-");

    assertThat(pub.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(pub.err()).contains("Standard input cannot be read").contains("UTF-8");
  }

  @Test
  void rateSpreadsMessagesOverTime() {
    long start = System.nanoTime();

    CommandProbe pub = CommandProbe.run("pub", url, "a", "x", "--count", "6", "--rate", "20/s");

    assertThat(pub.exitCode()).isZero();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(250_000_000L);
  }

  @Test
  void aGapIsALineAndAnExitCode() {
    server.close();
    try (RealtimeServer small =
        RealtimeServer.builder()
            .configuration(Configuration.builder())
            .set("realtime.retention.max-messages", "2")
            .port(0)
            .start()) {
      String smallUrl = small.url().toString();
      CommandProbe first = CommandProbe.run("pub", smallUrl, "a", "1", "--count", "1");
      String position = first.err().replaceAll("(?s).*the last at (\\S+).*", "$1");
      CommandProbe.run("pub", smallUrl, "a", "2", "--count", "4");

      CommandProbe sub =
          CommandProbe.run(
              "sub", smallUrl, "a", "--from", position, "--count", "2", "--timeout", "10s");

      assertThat(sub.exitCode()).as(sub.err()).isEqualTo(ExitCode.GAP);
      assertThat(withoutEpoch(sub.lines()))
          .containsExactly(
              "{\"gap\":{\"reason\":\"trimmed\",\"after\":\"e:1\",\"from\":2,\"to\":3,\"resume\":\"e:3\"}}",
              "{\"position\":\"e:4\",\"key\":\"\",\"type\":\"\",\"data\":2}",
              "{\"position\":\"e:5\",\"key\":\"\",\"type\":\"\",\"data\":2}");
    }
  }

  @Test
  void goesOnAfterThePositionInTheFile() throws Exception {
    Path file = directory.resolve("position");
    CommandProbe.run("pub", url, "a", "7", "--count", "5");
    String[] sub = {
      "sub",
      url,
      "a",
      "--from",
      "earliest",
      "--count",
      "2",
      "--timeout",
      "10s",
      "--position-file",
      file.toString()
    };

    List<String> first = withoutEpoch(CommandProbe.run(sub).lines());
    String saved = Files.readString(file);
    List<String> second = withoutEpoch(CommandProbe.run(sub).lines());

    assertThat(first).hasSize(2).last().asString().contains("e:2");
    assertThat(saved).matches("[a-z0-9]+:2\n");
    assertThat(second).hasSize(2).last().asString().contains("e:4");
  }

  @Test
  void aPositionFileWithoutPositionIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("position"), "nonsense");

    CommandProbe sub = CommandProbe.run("sub", url, "a", "--position-file", file.toString());

    assertThat(sub.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(sub.err()).contains(file.toString()).contains("'nonsense'").contains("remove it");
  }

  @Test
  void tooFewMessagesInTimeAreAFailure() {
    CommandProbe.run("pub", url, "a", "1");

    CommandProbe sub =
        CommandProbe.run("sub", url, "a", "--from", "earliest", "--count", "2", "--timeout", "1s");

    assertThat(sub.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(sub.lines()).hasSize(1);
    assertThat(sub.err()).contains("Got 1 of the 2 messages of --count");
  }

  @Test
  void aRefusedMessageIsAFailure() {
    CommandProbe pub = CommandProbe.run("pub", url, "a", "{]", "--as", "json", "--count", "2");

    assertThat(pub.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(pub.err()).contains("Not stored: 2, the first because: ").contains("not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--count", "--timeout"})
  void anEndOfItsOwnIsNotTheServers(String option) {
    CommandProbe.run("pub", url, "a", "1");

    CommandProbe sub =
        CommandProbe.run(
            "sub", url, "a", "--from", "earliest", option, option.equals("--count") ? "1" : "1s");

    assertThat(sub.exitCode()).as(sub.err()).isZero();
    assertThat(sub.err().lines())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("live over websocket after "),
            line -> assertThat(line).isEqualTo("ended after 1 message"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse", "long-polling"})
  void aWrongPathIsToldOnce(String transport) {
    String elsewhere = server.url().resolve("/elsewhere").toString();

    CommandProbe sub = CommandProbe.run("sub", elsewhere, "a", "--transport", transport);

    assertThat(sub.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(sub.err())
        .containsOnlyOnce(elsewhere)
        .contains("this server answers below /realtime")
        .doesNotContain("Refused[", "Exception", "/...");
  }

  @Test
  void aServerWithoutTheChannelsIsAFailure() {
    CommandProbe sub = CommandProbe.run("sub", url + "/wrong", "a", "--transport", "sse");

    assertThat(sub.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(sub.err()).contains("there is nothing here");
  }
}
