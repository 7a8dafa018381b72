package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .set("realtime.retention.max-messages", "4")
          .port(0)
          .start();
  private final String url = server.url().toString();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    server.close();
  }

  private Path file() {
    return directory.resolve("history.jsonl");
  }

  private List<JsonNode> events() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(file())) {
      events.add(mapper.readTree(line));
    }
    return events;
  }

  private List<JsonNode> events(String kind) throws IOException {
    return events().stream().filter(e -> e.path("e").asText().equals(kind)).toList();
  }

  private static List<String> texts(List<JsonNode> events, String field) {
    return events.stream().map(e -> e.path(field).asText()).toList();
  }

  private CommandProbe publish(String count) {
    return CommandProbe.run(
        "pub", url, "a", "--producer", "p1", "--count", count, "--history", file().toString());
  }

  @Test
  void everyPublishIsCalledBeforeItIsAnswered() throws Exception {
    assertThat(publish("3").exitCode()).isZero();

    assertThat(texts(events("pub_call"), "op")).containsExactly("p1-1", "p1-2", "p1-3");
    assertThat(texts(events("pub_call"), "mid")).containsExactly("p1-1", "p1-2", "p1-3");
    assertThat(texts(events("pub_call"), "pub")).containsOnly("p1");
    assertThat(texts(events("pub_call"), "ch")).containsOnly("a");
    assertThat(texts(events("pub_ack"), "op")).containsExactly("p1-1", "p1-2", "p1-3");
    assertThat(texts(events("pub_ack"), "off")).containsExactly("1", "2", "3");
    assertThat(events()).allMatch(e -> e.path("t").isIntegralNumber());
  }

  @Test
  void aProducerThatComesAgainCountsOn() throws Exception {
    publish("2");
    publish("2");

    assertThat(texts(events("pub_call"), "mid")).containsExactly("p1-1", "p1-2", "p1-3", "p1-4");
    assertThat(texts(events("pub_ack"), "off")).containsExactly("1", "2", "3", "4");
  }

  @Test
  void aSubscriptionIsRecordedFromStartToEnd() throws Exception {
    publish("2");

    CommandProbe sub =
        CommandProbe.run(
            "sub",
            url,
            "a",
            "--from",
            "earliest",
            "--count",
            "2",
            "--timeout",
            "10s",
            "--transport",
            "sse",
            "--name",
            "s1",
            "--history",
            file().toString());

    assertThat(sub.exitCode()).as(sub.err()).isZero();
    List<JsonNode> own = events().stream().filter(e -> e.has("sub")).toList();
    assertThat(texts(own, "e"))
        .containsExactly("sub_start", "sub_ready", "conn", "deliver", "deliver", "disc", "sub_end");
    assertThat(texts(own, "sub")).containsOnly("s1");
    assertThat(own.get(0).path("from").asText()).isEqualTo("earliest");
    assertThat(own.get(1).path("off").asLong()).isZero();
    assertThat(own.get(2).path("transport").asText()).isEqualTo("sse");
    assertThat(texts(events("deliver"), "mid")).containsExactly("p1-1", "p1-2");
    assertThat(texts(events("deliver"), "off")).containsExactly("1", "2");
    assertThat(texts(events("deliver"), "epoch"))
        .containsOnly(events("pub_ack").get(0).path("epoch").asText());
    assertThat(own.get(6).path("complete").asBoolean()).isTrue();
  }

  @Test
  void aStopAtTheHeadIsComplete() throws Exception {
    CommandProbe sub =
        CommandProbe.start("sub", url, "a", "--name", "s1", "--history", file().toString());
    sub.awaitErr("live over websocket");
    publish("2");
    sub.awaitOut("p1-2");

    assertThat(sub.stop().exitCode()).as(sub.err()).isZero();
    assertThat(events("sub_start").get(0).path("from").asText()).isEqualTo("latest");
    assertThat(events("sub_end").get(0).path("complete").asBoolean()).isTrue();
  }

  @Test
  void anEmptyChannelIsCompleteAtOnce() throws Exception {
    CommandProbe sub =
        CommandProbe.run(
            "sub",
            url,
            "empty",
            "--from",
            "earliest",
            "--timeout",
            "1s",
            "--history",
            file().toString());

    assertThat(sub.exitCode()).as(sub.err()).isZero();
    assertThat(events("sub_end").get(0).path("complete").asBoolean()).isTrue();
  }

  @Test
  void tooFewMessagesAreComplete_becauseTheHeadWasReached() throws Exception {
    publish("1");

    CommandProbe sub =
        CommandProbe.run(
            "sub",
            url,
            "a",
            "--from",
            "-1",
            "--count",
            "5",
            "--timeout",
            "1s",
            "--history",
            file().toString());

    assertThat(sub.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(events("sub_start").get(0).path("from").path("off").asLong()).isZero();
    assertThat(events("sub_end").get(0).path("complete").asBoolean()).isTrue();
  }

  @Test
  void aGapIsRecorded() throws Exception {
    publish("1");
    String epoch = events("pub_ack").get(0).path("epoch").asText();
    publish("6");

    CommandProbe sub =
        CommandProbe.run(
            "sub",
            url,
            "a",
            "--from",
            epoch + ":1",
            "--count",
            "4",
            "--timeout",
            "10s",
            "--history",
            file().toString());

    assertThat(sub.exitCode()).isEqualTo(ExitCode.GAP);
    JsonNode gap = events("gap").get(0);
    assertThat(gap.path("from").asLong()).isEqualTo(2);
    assertThat(gap.path("to").asLong()).isEqualTo(3);
    assertThat(gap.path("resume").asText()).isEqualTo(epoch + ":3");
    assertThat(gap.path("reason").asText()).isEqualTo("trimmed");
    assertThat(texts(events("deliver"), "off")).containsExactly("4", "5", "6", "7");
    assertThat(events("sub_start").get(0).path("from").path("epoch").asText()).isEqualTo(epoch);
  }

  @Test
  void whatNeverLeftIsKnownNotToBeStored() throws Exception {
    server.close();

    CommandProbe pub =
        CommandProbe.run(
            "pub",
            url,
            "a",
            "--count",
            "2",
            "--transport",
            "http",
            "--timeout",
            "1s",
            "--history",
            file().toString());

    assertThat(pub.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(events("pub_fail")).hasSize(2).allMatch(e -> e.path("definite").asBoolean());
  }

  @Test
  void aHistoryThatCannotBeWrittenIsRefused() {
    CommandProbe pub =
        CommandProbe.run(
            "pub", url, "a", "--history", directory.resolve("none/history").toString());

    assertThat(pub.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(pub.err()).contains("The history cannot be written");
  }
}
