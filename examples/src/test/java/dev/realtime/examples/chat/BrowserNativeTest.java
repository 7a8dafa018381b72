package dev.realtime.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.browser.Tab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A browser's own EventSource and WebSocket, without any code of ours (SPEC 4.14, 4.15). */
class BrowserNativeTest {
  private static final String PUBLISH =
      """
      const publish = (n) => fetch("/realtime/channels/a", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: String(n) });
      const until = async (there) => {
        while (!there()) {
          await new Promise((later) => setTimeout(later, 10));
        }
      };
      """;

  @RegisterExtension static final BrowserModule module = new BrowserModule();

  @Test
  void bothReadTheSameInTheSameOrder() {
    String seen =
        BrowserModule.run(
            module.start(BrowserModule.server()),
            PUBLISH
                + """
                const events = [];
                const frames = [];
                const take = (seen) => ({ data }) => {
                  const { entries = [] } = JSON.parse(data);
                  entries.forEach((entry) => seen.push(`${entry.offset}:${entry.data}`));
                };
                await publish(1);
                const url = "/realtime/channels/a?after=earliest";
                const source = new EventSource(url);
                source.onmessage = take(events);
                const socket = new WebSocket(new URL(url, location.href.replace("http", "ws")));
                socket.onmessage = take(frames);
                await Promise.all(Array.from({ length: 20 }, (_, i) => publish(i + 2)));
                await until(() => events.length >= 21 && frames.length >= 21);
                source.close();
                socket.close();
                const inOrder = events.every((one, i) => one.startsWith(`${i + 1}:`));
                return `${events.length} ${inOrder} ${events.join() === frames.join()}`;
                """);

    assertThat(seen).isEqualTo("21 true true");
  }

  @Test
  void anEventSourceGoesOnWhereTheStreamEnded() {
    Tab tab =
        module.start(
            BrowserModule.server()
                .set("realtime.heartbeat.interval", "100ms")
                .set("realtime.sse.max-duration", "200ms")
                .set("realtime.sse.retry", "20ms"));
    String seen =
        BrowserModule.run(
            tab,
            PUBLISH
                + """
                const offsets = [];
                let opened = 0;
                const source = new EventSource("/realtime/channels/a");
                source.onopen = () => opened++;
                source.onmessage = ({ data }) =>
                  JSON.parse(data).entries.forEach(({ offset }) => offsets.push(offset));
                await until(() => opened > 0);
                let published = 0;
                while (opened < 4) {
                  await publish(++published);
                }
                await until(() => offsets.length >= published);
                source.close();
                return `${offsets.every((offset, i) => offset === i + 1)}`;
                """);

    assertThat(seen).isEqualTo("true");
  }
}
