/*
 * The browser's half of Realtime: channels over WebSocket, Server-Sent Events, long or short polling.
 *
 *   const rt = connect("/realtime");
 *   rt.channel("chat/lobby").subscribe((message) => show(message.data));
 *   await rt.channel("chat/lobby").publish("hi");
 *
 * A subscription keeps its position over every loss and every change of transport, so each message
 * comes once and in order, or a gap is told. Protocol: docs/wire.md, version 1.
 *
 * The files beside this one are its parts; ClientModuleRoute serves them as one module, client.js.
 */
const SUBPROTOCOL = "realtime.v1.json";
const CONNECT_MILLIS = 10_000;
const HELLO_MILLIS = 3_000;
const DEAD_AFTER_BEATS = 2.5;
const SHORT_POLL_MILLIS = 2_000;
const SOCKET_WINDOW = 2;
const MAX_REOPENS = 3;
const SUSPICIOUSLY_SOON_MILLIS = 50;
const BACKOFF_MILLIS = 500;
const BACKOFF_RESET_MILLIS = 30_000;
const MAX_DELAY_MILLIS = 30_000;
const BLOCKED_MILLIS = 600_000;
const MAX_EPOCHS = 64;
const SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9._~:@-]{1,64}$/;

const withQuery = (url, query) => `${url}?${new URLSearchParams(query)}`;

const split = (position) => {
  const colon = position.lastIndexOf(":");
  return { epoch: position.slice(0, colon), offset: Number(position.slice(colon + 1)) };
};

/** Resolves after a time, or at once when the signal is aborted. */
const pause = (millis, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
