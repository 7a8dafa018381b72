package dev.realtime.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.Start;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryRecorderTest {
  private static final Position POSITION = new Position("e", 3);

  @TempDir Path directory;

  @Test
  void writesTheFormat() throws IOException {
    Path file = file("history.jsonl");
    try (HistoryRecorder run = HistoryRecorder.to(file, () -> 7)) {
      run.durableChannel("c");
      run.pubCall("o", "p", "c", "m", "x");
      run.pubAckDuplicate("o", POSITION);
      run.pubRefused("o", "429");
      run.subStart("s", "c", Start.after(POSITION));
      run.subStart("t", "c", Start.latest());
      run.deliver("s", "c", POSITION, "m");
      run.gap("s", new Gap(POSITION, 4, 5, Gap.Reason.TRIMMED, POSITION.withOffset(5)));
      run.gap("s", Gap.reset(POSITION, POSITION));
      run.hook("s", "c", "id", 503, "b", Map.of(POSITION, "m"));
      run.hookDead("s", "c", POSITION);
      run.logEnd("c", 1, POSITION);
    }

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{'e':'channel','ch':'c','durability':'durable'}".replace('\'', '"'),
            "{'e':'pub_call','t':7,'op':'o','pub':'p','ch':'c','mid':'m','sum':'x'}"
                .replace('\'', '"'),
            "{'e':'pub_ack','t':7,'op':'o','epoch':'e','off':3,'dup':true}".replace('\'', '"'),
            "{'e':'pub_fail','t':7,'op':'o','definite':true,'code':'429'}".replace('\'', '"'),
            "{'e':'sub_start','t':7,'sub':'s','ch':'c','from':{'epoch':'e','off':3}}"
                .replace('\'', '"'),
            "{'e':'sub_start','t':7,'sub':'t','ch':'c','from':'latest'}".replace('\'', '"'),
            "{'e':'deliver','t':7,'sub':'s','ch':'c','epoch':'e','off':3,'mid':'m'}"
                .replace('\'', '"'),
            "{'e':'gap','t':7,'sub':'s','from':4,'to':5,'resume':'e:5','reason':'trimmed'}"
                .replace('\'', '"'),
            "{'e':'gap','t':7,'sub':'s','resume':'e:3','reason':'reset'}".replace('\'', '"'),
            ("{'e':'hook','t':7,'sub':'s','ch':'c','epoch':'e','off':3,'mid':'m','id':'id',"
                    + "'status':503,'body':'b'}")
                .replace('\'', '"'),
            "{'e':'hook_dead','t':7,'sub':'s','ch':'c','epoch':'e','off':3}".replace('\'', '"'),
            "{'e':'log_end','ch':'c','epoch':'e','first':1,'last':3}".replace('\'', '"'));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = file("history.jsonl");
    List<HistoryEvent> events =
        List.of(
            new HistoryEvent.ChannelUsed("c", "memory", "e"),
            new HistoryEvent.EpochBegun(1, "c", "f", "restart"),
            new HistoryEvent.Trimmed(2, "c", "f", 3),
            new HistoryEvent.FaultMade(3, "partition"),
            new HistoryEvent.PublishCalled(4, "o", "p", "c", "m", "id", 1L, "sum"),
            new HistoryEvent.PublishAcknowledged(5, "o", "f", 4, null),
            new HistoryEvent.PublishFailed(6, "o", false, "timeout"),
            new HistoryEvent.Subscribed(7, "s", "c", Start.earliest()),
            new HistoryEvent.Subscribed(8, "s", "c", Start.after(POSITION)),
            new HistoryEvent.SubscriptionReady(9, "s", "f", 2),
            new HistoryEvent.Connected(10, "s", "sse", "f:2"),
            new HistoryEvent.Disconnected(11, "s", "sse", null),
            new HistoryEvent.Delivered(12, "s", "c", "f", 4, "m", "sum"),
            new HistoryEvent.GapAnnounced(13, "s", 5L, 6L, "f:6", "skipped"),
            new HistoryEvent.SubscriptionEnded(14, "s", true),
            new HistoryEvent.Hooked(14, "s", "c", "f", 4, "m", "id", 200, "sum", "body", null),
            new HistoryEvent.Hooked(14, "s", "c", "f", 5, "m", "id", 500, null, null, true),
            new HistoryEvent.HookGivenUp(15, "s", "c", "f", 5),
            new HistoryEvent.Logged("c", "f", 4, "m"),
            new HistoryEvent.LogRead("c", "f", 3, 4));
    try (HistoryRecorder run = HistoryRecorder.to(file)) {
      events.forEach(run::record);
    }

    assertThat(HistoryJson.read(file).stream().map(Line::event)).containsExactlyElementsOf(events);
  }

  @Test
  void aCutLastLineIsNoEventAndIsRemovedByTheNextRecorder() throws IOException {
    Path file = file("history.jsonl");
    fault(file, "first");
    append(file, "{\"e\":\"fault\",\"t\":1,\"wh");

    assertThat(whats(file)).containsExactly("first");
    fault(file, "second");

    assertThat(whats(file)).containsExactly("first", "second");
  }

  @Test
  void aFileOfNothingButACutLineBecomesEmpty() throws IOException {
    Path file = file("history.jsonl");
    append(file, "{\"e\":");

    HistoryRecorder.to(file).close();

    assertThat(Files.size(file)).isZero();
  }

  @Test
  void anotherLineThatIsNoEventIsAnError() throws IOException {
    Path file = file("history.jsonl");
    append(file, "{\"e\":\"deliver\",\"t\":1,\"sub\":\"s\"}\n");
    fault(file, "later");

    assertThatThrownBy(() -> HistoryChecker.check(List.of(file)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("history.jsonl:1");
  }

  @Test
  void kindsAndFieldsThatAreNotKnownAreLeftOut() throws IOException {
    Path file = file("history.jsonl");
    append(file, "{\"e\":\"dream\",\"t\":1,\"sub\":\"s\"}\n\n");
    append(file, "{\"e\":\"fault\",\"t\":1,\"what\":\"kill\",\"why\":\"test\"}\n");

    assertThat(whats(file)).containsExactly("kill");
  }

  @Test
  void theCommandEndsWithTheVerdict() throws IOException {
    Path good = file("good.jsonl");
    fault(good, "none");
    Path bad = file("bad.jsonl");
    try (HistoryRecorder run = HistoryRecorder.to(bad)) {
      run.deliver("s", "c", POSITION, "m");
      run.deliver("s", "c", POSITION, "m");
    }

    assertThat(command(good.toString())).startsWith("0 PASSED");
    assertThat(command("--no-realtime", good.toString())).startsWith("0 PASSED");
    assertThat(command(good.toString(), bad.toString())).startsWith("1 FAILED").contains("NODUP");
    assertThat(command()).startsWith("2 usage");
    assertThat(command("--no-realtime")).startsWith("2 usage");
    assertThat(command("--help")).startsWith("2 usage");
    assertThat(command(file("absent.jsonl").toString())).startsWith("2 ").contains("absent.jsonl");
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private static void fault(Path file, String what) {
    try (HistoryRecorder run = HistoryRecorder.to(file)) {
      run.fault(what);
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static List<String> whats(Path file) throws IOException {
    return HistoryJson.read(file).stream()
        .map(Line::event)
        .filter(HistoryEvent.FaultMade.class::isInstance)
        .map(event -> ((HistoryEvent.FaultMade) event).what())
        .toList();
  }

  private static String command(String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int code = HistoryCheck.run(Arrays.asList(args), out, out);
    return code + " " + bytes.toString(StandardCharsets.UTF_8);
  }
}
