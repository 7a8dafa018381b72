// Transports: one function each, all of the same shape. It reads a channel until the signal is
// aborted and then rejects; or it rejects with the reason for the loss. The sink has
//   position()         where the reader is
//   live(head, at)     the exchange is established at a place; the channel ended at the head
//   heartbeat(head)    the channel ends there, and nothing is in hand
//   batch(batch)       takes a batch; the promise is settled when it is handled

/** One poll. An empty answer may say when to come again. */
async function poll(hub, url, query, signal) {
  const watchdog = watch(signal, query.wait * 1000 + CONNECT_MILLIS);
  try {
    const response = await hub.request(withQuery(url, query), {
      headers: { Accept: "application/json" },
      signal: watchdog.signal,
    });
    const batch = await response.json().catch(() => {
      watchdog.signal.throwIfAborted();
      throw new Failure("the answer was cut off");
    });
    return { batch, retryAfterMillis: retryAfterMillis(response) };
  } finally {
    watchdog.rest();
  }
}

const polling = (waitSeconds, pauseMillis) => async (hub, url, sink, signal) => {
  // The first poll does not wait, so that it tells at once whether the server is there.
  let wait = 0;
  for (;;) {
    const asked = performance.now();
    const { batch, retryAfterMillis } = await poll(hub, url, { after: sink.position(), wait }, signal);
    // What answers at once with nothing, though it was to wait, is on the way to the server.
    const isSoon = wait > 0 && performance.now() - asked < SUSPICIOUSLY_SOON_MILLIS;
    sink.live(batch.head);
    await sink.batch(batch);
    const isEmpty = batch.entries.length === 0;
    const more = !isEmpty && batch.last !== batch.head;
    const least = isEmpty && isSoon ? BACKOFF_MILLIS : pauseMillis();
    await pause(more ? 0 : Math.max(atMostAnHour(retryAfterMillis), least), signal);
    wait = waitSeconds();
    signal.throwIfAborted();
  }
};

const longPolling = polling(() => 20 + Math.floor(Math.random() * 6), () => 0);

const shortPolling = polling(
  () => 0,
  () => SHORT_POLL_MILLIS * (0.9 + 0.2 * Math.random()),
);

/** The events of a stream; `onBytes` is called for whatever arrives. */
async function* events(body, onBytes) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let event = { type: "message", data: "" };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    onBytes();
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        yield event;
        event = { type: "message", data: "" };
      } else if (line.startsWith("event: ")) {
        event.type = line.slice(7);
      } else if (line.startsWith("data: ")) {
        event.data += line.slice(6);
      }
    }
  }
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    throw new Failure("the server said what cannot be read", { code: "protocol" });
  }
}

/** Read with fetch: an EventSource sends no token, hides why it is refused and cannot be slowed. */
async function sse(hub, url, sink, signal) {
  const watchdog = watch(signal, CONNECT_MILLIS);
  try {
    const { body } = await hub.request(withQuery(url, { after: sink.position() }), {
      headers: { Accept: "text/event-stream" },
      signal: watchdog.signal,
    });
    watchdog.heard(HELLO_MILLIS);
    for await (const { type, data } of events(body, () => watchdog.heard())) {
      const content = data && parse(data);
      if (type === "hello") {
        watchdog.heard(content.heartbeatMillis * DEAD_AFTER_BEATS);
        sink.live(content.head, content.position);
      } else if (type === "heartbeat") {
        sink.heartbeat(content.head);
      } else if (type === "message" && data) {
        watchdog.rest();
        await sink.batch(content);
        watchdog.heard();
      } else if (type === "bye") {
        throw Failure.ofProblem({ retryable: true, ...content });
      }
    }
    throw new Failure("the connection was lost");
  } catch (failure) {
    watchdog.signal.throwIfAborted();
    throw failure instanceof Failure ? failure : new Failure("the connection was lost");
  } finally {
    watchdog.rest();
  }
}

function websocket(hub, url, sink, signal) {
  const address = new URL(withQuery(url, { after: sink.position(), window: SOCKET_WINDOW }));
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address, SUBPROTOCOL);
  const watchdog = watch(signal, CONNECT_MILLIS);
  return new Promise((_, reject) => {
    let over = false;
    let handling = 0;
    const heard = (millis) => over || handling > 0 || watchdog.heard(millis);
    const lost = (failure) => {
      over = true;
      watchdog.rest();
      socket.close();
      reject(failure);
    };
    const handle = async (frame) => {
      watchdog.rest();
      handling += 1;
      await sink.batch(frame);
      handling -= 1;
      heard();
      if (!over) {
        socket.send(JSON.stringify({ op: "ack", position: frame.last }));
      }
    };
    const frames = {
      hello: ({ heartbeatMillis }) => heard(heartbeatMillis * DEAD_AFTER_BEATS),
      subscribed: ({ head, position }) => sink.live(head, position),
      heartbeat: ({ heads }) => handling || Object.values(heads).forEach(sink.heartbeat),
      batch: (frame) => handle(frame).catch(lost),
      bye: (frame) => lost(Failure.ofProblem({ retryable: true, ...frame })),
      end: ({ code }) => lost(new Failure(code, { retryable: false, code })),
      error: ({ problem }) => lost(Failure.ofProblem(problem)),
    };
    watchdog.signal.addEventListener("abort", () => lost(watchdog.signal.reason), { once: true });
    socket.onopen = () => heard(HELLO_MILLIS);
    socket.onmessage = ({ data }) => {
      if (!over) {
        heard();
        try {
          const frame = parse(data);
          frames[frame.op]?.(frame);
        } catch (failure) {
          lost(failure);
        }
      }
    };
    socket.onclose = ({ code, reason }) => {
      const stop = code === 1009 || (code >= 4500 && code <= 4999);
      lost(new Failure(reason || "the connection was lost", { retryable: !stop }));
    };
  });
}

const TRANSPORTS = { websocket, sse, "long-polling": longPolling, "short-polling": shortPolling };
