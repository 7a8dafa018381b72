package dev.realtime.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the module for browsers makes of servers, proxies and answers that are not as they should.
 */
class BrowserFailuresTest {
  @RegisterExtension static final BrowserModule module = new BrowserModule();

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse"})
  void aServerWithoutPollsServesStreams(String transport) {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server().set("realtime.server.transports", "websocket,sse")),
            """
            const channel = connect("/realtime", { transport: "%s" }).channel("a");
            await channel.publish("one");
            const first = await new Promise((resolve, onClose) =>
              channel.subscribe(({ data }) => resolve(data), { from: "earliest", onClose }));
            const next = new Promise((resolve) => channel.subscribe(({ data }) => resolve(data)));
            await channel.publish("two");
            return `${first} ${await next}`;
            """
                .formatted(transport));

    assertThat(seen).isEqualTo("one two");
  }

  @Test
  void aRefusalAfterALostAnswerUsesNoNumberTwice() {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server()),
            """
            let posts = 0;
            const lossy = async (url, options) => {
              if (options.method !== "POST" || ++posts > 2) {
                return fetch(url, options);
              }
              if (posts === 2) {
                return Response.json({ code: "forbidden", retryable: false }, { status: 403 });
              }
              await fetch(url, options);
              throw new TypeError("the answer is lost");
            };
            const channel = connect("/realtime", { fetch: lossy, maxDelay: 10 }).channel("a");
            const { code, outcome } = await channel.publish("yes").catch((failure) => failure);
            const { offset } = await channel.publish("yes");
            return `${code} ${outcome} ${offset}`;
            """);

    assertThat(seen).isEqualTo("forbidden unknown 2");
  }

  @Test
  void aNumberThatIsOfAnotherMessageIsLeft() {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server()),
            """
            let posts = 0;
            const taken = { code: "message-id-reused", retryable: false };
            const refusing = async (url, options) =>
              options.method === "POST" && ++posts === 1
                ? Response.json(taken, { status: 409 })
                : fetch(url, options);
            const channel = connect("/realtime", { fetch: refusing }).channel("a");
            const { code, outcome } = await channel.publish("no").catch((failure) => failure);
            const { offset } = await channel.publish("yes");
            return `${code} ${outcome} ${offset}`;
            """);

    assertThat(seen).isEqualTo("message-id-reused not-stored 1");
  }

  @Test
  void anAnswerThatIsNotOfTheServerIsNoReceipt() {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server()),
            """
            let posts = 0;
            const strange = async (url, options) =>
              options.method === "POST" && ++posts === 1 ? Response.json({}) : fetch(url, options);
            const channel = connect("/realtime", { fetch: strange, maxDelay: 10 }).channel("a");
            const { offset } = await channel.publish("hi");
            return `${offset} after ${posts}`;
            """);

    assertThat(seen).isEqualTo("1 after 2");
  }

  @Test
  void whatNeverFollowsClosesTheSubscription() {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server()),
            """
            let polls = 0;
            const batch = { previous: "e:5", last: "e:6", head: "e:6", entries: [{ offset: 6 }] };
            const options = { transport: "short-polling", maxDelay: 10 };
            options.fetch = async () => (polls++, Response.json(batch));
            const from = { epoch: "e", offset: 1 };
            const channel = connect("/realtime", options).channel("a");
            const failure = await new Promise((onClose) =>
              channel.subscribe(() => {}, { from, onClose }));
            return `${failure.code} after ${polls}`;
            """);

    assertThat(seen).isEqualTo("protocol after 4");
  }

  @Test
  void aStreamThatTellsOfMoreThanComesIsOpenedAnew() {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server()),
            """
            const event = (name, data) => `event: ${name}\\ndata: ${JSON.stringify(data)}\\n\\n`;
            const hello = { position: "e:1", head: "e:1", heartbeatMillis: 60000 };
            const beat = event("heartbeat", { head: "e:2" });
            const zombie = async () => new Response(new ReadableStream({
              start: (stream) => stream.enqueue(
                new TextEncoder().encode(event("hello", hello) + beat + beat)) }));
            const rt = connect("/realtime", { transport: "sse", fetch: zombie });
            const why = new Promise((resolve) => rt.addEventListener(
              "state", ({ detail }) => detail.state === "waiting" && resolve(detail.why)));
            rt.channel("a").subscribe(() => {}, { from: { epoch: "e", offset: 1 } });
            return await why;
            """);

    assertThat(seen).isEqualTo("two heartbeats ahead and no batch");
  }
}
