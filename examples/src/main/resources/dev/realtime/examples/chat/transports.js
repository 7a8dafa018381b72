// One function a transport, all with the same shape: each opens an exchange of a channel and tells a
// sink what comes. `position()` is where the reader is. The sink has
//   live(head)         the exchange is established; the channel ended there
//   batch(batch)       takes a batch
//   lost(failure)      the exchange is over; whether to come again, and when, the failure says
// Each returns a function that closes the exchange; after that the sink hears nothing.
import { Failure, request } from "./failure.js";

const SUBPROTOCOL = "realtime.v1.json";
const CONNECT_MILLIS = 10_000;
const HELLO_MILLIS = 3_000;
const DEAD_AFTER_BEATS = 2.5;
const LONG_POLL_SECONDS = 25;
const SHORT_POLL_MILLIS = 2_000;
const SHORT_POLL_JITTER = 0.1;

const withQuery = (url, query) => `${url}?${new URLSearchParams(query)}`;

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Calls `onSilence` when nothing was heard for the time given last. */
function watchdog(onSilence) {
  let timer;
  let allowed = 0;
  const stop = () => clearTimeout(timer);
  const heard = (millis = allowed) => {
    stop();
    allowed = millis;
    timer = setTimeout(() => onSilence(new Failure("the server fell silent")), allowed);
  };
  return { heard, stop };
}

/** One poll. An empty answer may say when to come again. */
export async function poll(url, query, signal) {
  const waitMillis = (query.wait ?? 0) * 1000;
  const limit = AbortSignal.timeout(waitMillis + CONNECT_MILLIS);
  const response = await request(withQuery(url, query), {
    headers: { Accept: "application/json" },
    signal: AbortSignal.any([signal, limit]),
  }).catch((failure) => {
    throw limit.aborted && !signal.aborted ? new Failure("no answer") : failure;
  });
  const batch = await response.json().catch(() => {
    throw new Failure("the answer was cut off");
  });
  return { batch, retryAfterMillis: Number(response.headers.get("Retry-After") ?? 0) * 1000 };
}

function polling(wait, pauseMillis) {
  return (url, position, sink) => {
    const closed = new AbortController();
    const { signal } = closed;
    const loop = async () => {
      // The first poll does not wait, so that it tells at once whether the server is there.
      let query = { after: position(), wait: 0 };
      while (!signal.aborted) {
        const { batch, retryAfterMillis } = await poll(url, query, signal);
        if (signal.aborted) {
          return;
        }
        sink.live(batch.head);
        sink.batch(batch);
        const more = batch.entries.length > 0 && batch.last !== batch.head;
        await pause(more ? 0 : Math.max(retryAfterMillis, pauseMillis()));
        query = { after: position(), wait };
      }
    };
    loop().catch((failure) => signal.aborted || sink.lost(failure));
    return () => closed.abort();
  };
}

const longPolling = polling(LONG_POLL_SECONDS, () => 0);

const shortPolling = polling(
  0,
  () => SHORT_POLL_MILLIS * (1 + SHORT_POLL_JITTER * (2 * Math.random() - 1)),
);

function sse(url, position, sink) {
  // A new EventSource does not remember the last event id, so the position goes into the address.
  const address = withQuery(url, { after: position() });
  const source = new EventSource(address);
  const refusal = new AbortController();
  const close = () => {
    silence.stop();
    refusal.abort();
    source.close();
  };
  const lost = (failure) => {
    close();
    sink.lost(failure);
  };
  const silence = watchdog(lost);
  silence.heard(CONNECT_MILLIS);
  source.onopen = () => silence.heard(HELLO_MILLIS);
  source.addEventListener("hello", ({ data }) => {
    const { heartbeatMillis, head } = JSON.parse(data);
    silence.heard(heartbeatMillis * DEAD_AFTER_BEATS);
    sink.live(head);
  });
  source.onmessage = ({ data }) => {
    silence.heard();
    sink.batch(JSON.parse(data));
  };
  source.addEventListener("heartbeat", () => silence.heard());
  source.addEventListener("bye", ({ data }) =>
    lost(Failure.ofProblem({ retryable: true, ...JSON.parse(data) })),
  );
  source.onerror = () => {
    if (source.readyState === EventSource.CONNECTING) {
      lost(new Failure("the connection was lost"));
      return;
    }
    // An EventSource does not tell why it was refused, so the same is asked with fetch.
    silence.stop();
    const { signal } = refusal;
    request(address, { headers: { Accept: "text/event-stream" }, signal })
      .then(() => new Failure("the connection was lost"))
      .catch((failure) => failure)
      .then((failure) => signal.aborted || lost(failure));
  };
  return close;
}

function websocket(url, position, sink) {
  const address = new URL(withQuery(url, { after: position() }), location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address, SUBPROTOCOL);
  let closed = false;
  const close = () => {
    closed = true;
    silence.stop();
    socket.close();
  };
  const lost = (failure) => {
    if (!closed) {
      close();
      sink.lost(failure);
    }
  };
  const silence = watchdog(lost);
  silence.heard(CONNECT_MILLIS);
  const frames = {
    hello: ({ heartbeatMillis }) => silence.heard(heartbeatMillis * DEAD_AFTER_BEATS),
    subscribed: ({ head }) => sink.live(head),
    batch: (frame) => sink.batch(frame),
    bye: (frame) => lost(Failure.ofProblem({ retryable: true, ...frame })),
    end: ({ code }) => lost(new Failure(code, { retryable: false, code })),
    error: ({ problem }) => lost(Failure.ofProblem(problem)),
  };
  socket.onopen = () => silence.heard(HELLO_MILLIS);
  socket.onmessage = ({ data }) => {
    if (!closed) {
      silence.heard();
      const frame = JSON.parse(data);
      frames[frame.op]?.(frame);
    }
  };
  socket.onclose = ({ code, reason }) => {
    const stop = code === 1009 || (code >= 4500 && code <= 4999);
    lost(new Failure(reason || "the connection was lost", { retryable: !stop }));
  };
  return close;
}

/** The transports by the names of the configuration, with the words for people. */
export const TRANSPORTS = {
  websocket: { label: "WebSocket", open: websocket },
  sse: { label: "Server-Sent Events", open: sse },
  "long-polling": { label: "long polling", open: longPolling },
  "short-polling": { label: "short polling", open: shortPolling },
};
