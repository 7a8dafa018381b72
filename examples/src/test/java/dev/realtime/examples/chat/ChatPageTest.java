package dev.realtime.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.core.config.Configuration;
import dev.realtime.examples.browser.Browser;
import dev.realtime.examples.browser.Tab;
import dev.realtime.jetty.RealtimeServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a browser, against a server of its own for each test. */
class ChatPageTest {

  private static Browser browser;

  private final RealtimeServer server = Chat.start(0, Configuration.builder());
  private final List<Tab> tabs = new ArrayList<>();

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = Browser.start();
  }

  @AfterAll
  static void stopBrowser() {
    browser.close();
  }

  @AfterEach
  void stop() {
    tabs.forEach(Tab::close);
    server.close();
  }

  private String url(String name, String transport) {
    return "http://localhost:%d/?name=%s&transport=%s&cut=3000#test"
        .formatted(server.port(), name, transport);
  }

  private Tab open(String name, String transport) {
    Tab tab = browser.open(url(name, transport), 1000, 700);
    tabs.add(tab);
    tab.await("document.querySelector('#status')?.dataset.state === 'live'");
    return tab;
  }

  private static void say(Tab tab, String text) {
    tab.type("#text", text);
    tab.enter();
  }

  private static void awaitMessages(Tab tab, int count) {
    tab.await("document.querySelectorAll('#messages [data-offset]').length >= " + count);
  }

  /** What a tab shows, as "offset name: text". */
  private static List<String> messages(Tab tab) {
    JsonNode shown =
        tab.evaluate(
            "[...document.querySelectorAll('#messages [data-offset]')].map((message) =>"
                + " `${message.dataset.offset} ${message.querySelector('.name').textContent}:"
                + " ${message.querySelector('.text').textContent}`)");
    List<String> messages = new ArrayList<>();
    shown.forEach(message -> messages.add(message.asText()));
    return messages;
  }

  @ParameterizedTest
  @CsvSource({
    "websocket,sse",
    "websocket,long-polling",
    "websocket,short-polling",
    "sse,long-polling",
    "sse,short-polling",
    "long-polling,short-polling"
  })
  void twoTabsOnDifferentTransportsShowTheSameOrder(String one, String other) {
    Tab ann = open("Ann", one);
    Tab bob = open("Bob", other);

    for (int i = 1; i <= 3; i++) {
      say(ann, "a" + i);
      say(bob, "b" + i);
    }
    awaitMessages(ann, 6);
    awaitMessages(bob, 6);

    assertThat(messages(ann)).hasSize(6).isEqualTo(messages(bob));
    assertThat(messages(ann))
        .extracting(m -> m.split(" ")[0])
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(messages(ann))
        .filteredOn(m -> m.contains("Ann"))
        .extracting(m -> m.split(": ")[1])
        .containsExactly("a1", "a2", "a3");
    assertThat(messages(ann))
        .filteredOn(m -> m.contains("Bob"))
        .extracting(m -> m.split(": ")[1])
        .containsExactly("b1", "b2", "b3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse", "long-polling", "short-polling"})
  void whatWasMissedDuringACutArrivesOnceAndInOrder(String transport) {
    Tab ann = open("Ann", transport);
    Tab bob = open("Bob", "websocket");
    say(bob, "before");
    awaitMessages(ann, 1);

    ann.click("#cut");
    ann.await("document.querySelector('#status').dataset.state === 'paused'");
    say(ann, "written offline");
    say(bob, "missed 1");
    say(bob, "missed 2");
    awaitMessages(bob, 3);
    assertThat(messages(ann)).containsExactly("1 Bob: before");
    assertThat(ann.evaluate("document.querySelector('#status').dataset.state").asText())
        .isEqualTo("paused");
    awaitMessages(ann, 4);
    say(bob, "after");
    awaitMessages(ann, 5);
    awaitMessages(bob, 5);

    assertThat(messages(ann))
        .containsExactly(
            "1 Bob: before",
            "2 Bob: missed 1",
            "3 Bob: missed 2",
            "4 Ann: written offline",
            "5 Bob: after")
        .isEqualTo(messages(bob));
    assertThat(ann.evaluate("document.querySelector('.line').textContent").asText())
        .isEqualTo("Connection cut for 3\u00a0s after offset 1. Messages missed meanwhile: 2.");
    assertThat(ann.evaluate("document.querySelectorAll('.pending').length").asInt()).isZero();
  }

  @Test
  void aPageOpenedLaterShowsTheHistoryAndGoesOn() {
    Tab ann = open("Ann", "sse");
    say(ann, "first");
    awaitMessages(ann, 1);

    Tab bob = open("Bob", "websocket");
    say(ann, "second");
    awaitMessages(bob, 2);

    assertThat(messages(bob)).containsExactly("1 Ann: first", "2 Ann: second");
  }

  @Test
  void aTransportCanBeChangedWhileMessagesCome() {
    Tab ann = open("Ann", "websocket");
    Tab bob = open("Bob", "websocket");
    int sent = 0;

    for (String next : List.of("sse", "long-polling", "short-polling", "websocket")) {
      say(bob, "m" + ++sent);
      ann.evaluate(
          "{const s = document.querySelector('#transport'); s.value = '"
              + next
              + "';"
              + " s.dispatchEvent(new Event('change'))}");
      say(bob, "m" + ++sent);
    }
    awaitMessages(ann, sent);
    awaitMessages(bob, sent);

    assertThat(messages(ann)).hasSize(sent).isEqualTo(messages(bob)).last().isEqualTo("8 Bob: m8");
  }

  @Test
  void roomsAreApartAndCanBeAdded() {
    Tab ann = open("Ann", "websocket");
    say(ann, "in test");
    awaitMessages(ann, 1);

    ann.type("#new-room-name", "Weekend plans");
    ann.enter();
    ann.await("document.querySelector('#room').textContent === 'weekend-plans'");
    ann.await("document.querySelector('#status').dataset.state === 'live'");
    assertThat(messages(ann)).isEmpty();
    say(ann, "in weekend");
    awaitMessages(ann, 1);
    ann.click("#rooms a[href='#test']");
    ann.await("document.querySelector('#room').textContent === 'test'");
    awaitMessages(ann, 1);

    assertThat(messages(ann)).containsExactly("1 Ann: in test");
  }

  @Test
  void markupInNamesAndMessagesIsShownAsText() {
    String name = "<img src=x onerror='document.title=\"broken\"'>";
    Tab ann = open("Ann", "websocket");
    ann.evaluate("document.querySelector('#name').value = " + Tab.quoted(name));

    say(ann, "<script>document.title='broken'</script>");
    awaitMessages(ann, 1);

    assertThat(messages(ann))
        .containsExactly("1 " + name + ": <script>document.title='broken'</script>");
    assertThat(
            ann.evaluate("document.querySelectorAll('#messages img, #messages script').length")
                .asInt())
        .isZero();
    assertThat(ann.evaluate("document.title").asText()).isEqualTo("test · Realtime chat");
  }

  @Test
  void aMessageWhoseAnswerWasLostIsStoredOnce() {
    Tab ann = open("Ann", "websocket");
    ann.evaluate(
        """
        {
          const send = window.fetch;
          window.posts = 0;
          window.fetch = async (...call) => {
            const answer = await send(...call);
            window.posts += 1;
            if (window.posts <= 2) {
              throw new TypeError("the answer was lost");
            }
            return answer;
          };
        }
        """);

    say(ann, "one");
    say(ann, "two");
    awaitMessages(ann, 2);
    ann.await("window.posts === 4 && document.querySelectorAll('.pending').length === 0");

    assertThat(messages(ann)).containsExactly("1 Ann: one", "2 Ann: two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse", "long-polling", "short-polling"})
  void aRestartThatLosesTheLogIsAnnouncedAndTheChatGoesOn(String transport) {
    Tab ann = open("Ann", transport);
    say(ann, "one");
    say(ann, "two");
    awaitMessages(ann, 2);

    server.close();
    ann.await("document.querySelector('#status').dataset.state === 'waiting'");
    try (RealtimeServer next = Chat.start(server.port(), Configuration.builder())) {
      ann.await("document.querySelector('#status').dataset.state === 'live'");
      say(ann, "three");
      awaitMessages(ann, 3);

      assertThat(next.port()).isEqualTo(server.port());
      assertThat(messages(ann)).containsExactly("1 Ann: one", "2 Ann: two", "1 Ann: three");
      assertThat(ann.evaluate("document.querySelector('.line').textContent").asText())
          .isEqualTo("The history of this room was lost. It begins anew here.");
    }
  }

  @Test
  void theGateOfThePageFollowsTheReadersRule() {
    Tab ann = open("Ann", "websocket");

    JsonNode verdicts =
        ann.evaluate(
            """
            import("/realtime/client.js").then(({ Gate }) => {
              const gate = new Gate("a:2");
              const take = (previous, last, offsets, gap) => {
                const taken = gate.take({
                  previous, last, gap, entries: offsets.map((offset) => ({ offset })),
                });
                const seen = taken ? taken.entries.map((e) => e.offset).join(",") : "reopen";
                return `${taken?.gap ? "gap " : ""}${seen} at ${gate.position}`;
              };
              const reset = { after: "a:9", reason: "reset" };
              return [
                take("a:2", "a:4", [3, 4]),
                take("a:2", "a:5", [3, 4, 5]),
                take("a:2", "a:3", [3]),
                take("a:6", "a:7", [7]),
                take("a:8", "a:9", [9], { after: "a:5", from: 6, to: 8, reason: "trimmed" }),
                take("b:0", "b:1", [1], reset),
                take("a:9", "a:10", [10]),
                take("b:0", "b:2", [1, 2], reset),
                take("b:2", "c:1", [1]),
                take("x:1", "x:2", [2]),
              ];
            })
            """);

    List<String> seen = new ArrayList<>();
    verdicts.forEach(verdict -> seen.add(verdict.asText()));
    assertThat(seen)
        .containsExactly(
            "3,4 at a:4",
            "5 at a:5",
            " at a:5",
            "reopen at a:5",
            "gap 9 at a:9",
            "gap 1 at b:1",
            " at b:1",
            "2 at b:2",
            "1 at c:1",
            "reopen at c:1");
  }

  @ParameterizedTest
  @CsvSource({"light,1280,800", "dark,1280,800", "light,320,640", "dark,320,640", "light,800,600"})
  void thePageFitsAndIsDrawn(String scheme, int width, int height) {
    Tab bob = open("Bob", "websocket");
    say(bob, "Good morning! Did everybody get the parcel?");
    awaitMessages(bob, 1);
    Tab ann = open("Ann", "sse");
    ann.resize(width, height);
    ann.emulate(Map.of("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce"));
    awaitMessages(ann, 1);
    say(
        ann,
        "Mine came at nine. It was left at https://example.org/a-very-long-address/"
            + "x".repeat(60));
    say(bob, "Wait, I am about to go into the tunnel…");
    awaitMessages(ann, 3);
    ann.click("#cut");
    ann.await("document.querySelector('#status').dataset.state === 'paused'");
    say(bob, "… and there is the other side");
    say(bob, "Two messages while you were away");
    say(ann, "Both are here, once and in order.");
    ann.screenshot(Path.of("target", "screenshots", "chat-%s-%d-cut.png".formatted(scheme, width)));
    awaitMessages(ann, 6);

    ann.screenshot(Path.of("target", "screenshots", "chat-%s-%d.png".formatted(scheme, width)));
    assertThat(ann.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    assertThat(ann.accessibilityViolations()).isEmpty();
    assertThat(ann.evaluate("matchMedia('(prefers-color-scheme: dark)').matches").asBoolean())
        .isEqualTo(scheme.equals("dark"));
    if (scheme.equals("light") && width == 320) {
      ann.evaluate("window.scrollTo(0, document.body.scrollHeight)");
      ann.screenshot(Path.of("target", "screenshots", "chat-light-320-end.png"));
    }
  }
}
