package dev.realtime.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.examples.browser.Tab;
import dev.realtime.examples.quickstart.Server;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.spi.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module for browsers, without a page of its own: the document is the server's status. */
class BrowserClientTest {
  @RegisterExtension static final BrowserModule module = new BrowserModule();

  @Test
  void theSnippetOfTheDocumentationShowsItsOwnMessage() throws IOException {
    Tab tab = module.start(BrowserModule.server());
    try (InputStream in = Server.class.getResourceAsStream("browser.js")) {
      byte[] snippet = Objects.requireNonNull(in).readAllBytes();
      tab.evaluate(
          "window.shown = []; window.show = (data) => shown.push(data);"
              + "{ const script = document.createElement('script'); script.type = 'module';"
              + " script.textContent = "
              + Tab.quoted(new String(snippet, StandardCharsets.UTF_8))
              + "; document.head.append(script); }");
    }

    tab.await("window.shown.length > 0");

    assertThat(tab.evaluate("window.shown.join()").asText()).isEqualTo("hi");
  }

  @Test
  void aRestartDoesNotTakeTheFirstTransportAway() {
    RealtimeServer first = BrowserModule.server().start();
    Tab tab = module.open(first);
    tab.evaluate(
        "import('/realtime/client.js').then(({ connect }) => {"
            + " window.waits = 0;"
            + " window.rt = connect('/realtime', { maxDelay: 100 });"
            + " rt.addEventListener('state', (e) => { waits += e.detail.state === 'waiting'; });"
            + " rt.channel('a').subscribe(() => {}); })");
    tab.await("window.rt?.state === 'live'");

    first.close();
    tab.await("window.waits >= 4");
    module.closeLater(BrowserModule.server().port(first.port()).start());

    tab.await("rt.state === 'live'");
    assertThat(tab.evaluate("rt.transport").asText()).isEqualTo("websocket");
  }

  @Test
  void messagesAreIteratedOneByOneFromAPosition() {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server()),
            """
            const channel = connect("/realtime", { transport: "sse" }).channel("a");
            const { epoch, offset } = await channel.publish("first");
            const bytes = Uint8Array.of(1, 2, 255);
            await Promise.all([channel.publish({ n: 2 }), channel.publish(bytes)]);
            const seen = [];
            for await (const message of channel.messages({ from: { epoch, offset } })) {
              seen.push(`${message.offset} ${JSON.stringify(message.data)} ${message.own}`);
              if (seen.length === 2) {
                break;
              }
            }
            return seen.join("; ");
            """);

    assertThat(seen).isEqualTo("2 {\"n\":2} true; 3 {\"0\":1,\"1\":2,\"2\":255} true");
  }

  @Test
  void theIterationEndsWithItsSignal() {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server()),
            """
            const end = new AbortController();
            const channel = connect("/realtime").channel("a");
            await channel.publish(1);
            let seen = 0;
            for await (const message of channel.messages({ from: "earliest", signal: end.signal })) {
              seen += message.data;
              end.abort();
            }
            return `${seen}`;
            """);

    assertThat(seen).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse", "long-polling", "short-polling"})
  void aSlowHandlerGetsOneMessageAtATimeAndAll(String transport) {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server()),
            """
            const channel = connect("/realtime", { transport: "%s" }).channel("a");
            const seen = [];
            let handling = 0;
            let most = 0;
            const all = new Promise((resolve) => channel.subscribe(async ({ data }) => {
              most = Math.max(most, ++handling);
              await new Promise((later) => setTimeout(later, 5));
              handling -= 1;
              seen.push(data);
              if (data === 30) {
                resolve();
              }
            }));
            await Promise.all(Array.from({ length: 30 }, (_, i) => channel.publish(i + 1)));
            await all;
            return `${most} at a time: ${seen.every((n, i) => n === i + 1) && seen.length}`;
            """
                .formatted(transport));

    assertThat(seen).isEqualTo("1 at a time: 30");
  }

  @Test
  void autoFallsBackToWhatTheServerOffers() {
    String used =
        BrowserModule.run(
            module.start(
                BrowserModule.server().set("realtime.server.transports", "long-polling,sse")),
            """
            const rt = connect("/realtime");
            const before = rt.transport;
            const live = new Promise((resolve) => rt.addEventListener(
              "state", ({ detail }) => detail.state === "live" && resolve()));
            rt.channel("a").subscribe(() => {});
            await live;
            return `${before} ${rt.transport} ${rt.state}`;
            """);

    assertThat(used).isEqualTo("websocket sse live");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sse", "long-polling", "short-polling"})
  void aRefusedTokenIsRenewedOnce(String transport) {
    RealtimeServer.Builder guarded =
        BrowserModule.server()
            .authenticator(
                token -> {
                  if (token.filter("good"::equals).isEmpty()) {
                    throw new RejectedException(ErrorCode.UNAUTHENTICATED, "who are you?");
                  }
                  return CompletableFuture.completedFuture(new Principal("ann", Optional.empty()));
                });

    String seen =
        BrowserModule.run(
            module.start(guarded),
            """
            let asked = 0;
            const getToken = async () => (++asked === 1 ? "stale" : "good");
            const channel = connect("/realtime", { transport: "%s", getToken }).channel("a");
            const seen = new Promise((resolve) => channel.subscribe(({ data }) => resolve(data)));
            await channel.publish("hi");
            const denied = connect("/realtime", { getToken: async () => "bad" }).channel("a");
            const why = new Promise((onClose) => denied.subscribe(() => {}, { onClose }));
            const failure = await denied.publish(1).catch((failure) => failure);
            return `${await seen} ${asked} ${(await why).code} ${failure instanceof Failure}`;
            """
                .formatted(transport));

    assertThat(seen).isEqualTo("hi 2 unauthenticated true");
  }

  @Test
  void aPublishThatIsGivenUpIsNotSentAndTheNextOneIs() {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server()),
            """
            const rt = connect("/realtime");
            const channel = rt.channel("a");
            const end = new AbortController();
            await channel.publish("one");
            rt.pause();
            const given = channel.publish("two", { signal: end.signal }).catch((e) => e.name);
            const next = channel.publish("three");
            end.abort();
            const name = await given;
            rt.resume();
            const { offset } = await next;
            rt.close();
            const late = await channel.publish("late").catch((failure) => failure.outcome);
            const names = ["", "../status", "a//b", "a b"].filter((name) => {
              try {
                return rt.channel(name);
              } catch {
                return false;
              }
            });
            return `${name} ${offset} ${rt.state} ${late} ${names.length}`;
            """);

    assertThat(seen).isEqualTo("AbortError 2 closed not-stored 0");
  }
}
