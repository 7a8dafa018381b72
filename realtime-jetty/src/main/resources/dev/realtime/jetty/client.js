/*
 * The browser's half of Realtime: channels over WebSocket, Server-Sent Events, long or short polling.
 *
 *   const rt = connect("/realtime");
 *   rt.channel("chat/lobby").subscribe((message) => show(message.data));
 *   await rt.channel("chat/lobby").publish("hi");
 *
 * A subscription keeps its position over every loss and every change of transport, so each message
 * comes once and in order, or a gap is told. Protocol: docs/wire.md, version 1.
 */
const SUBPROTOCOL = "realtime.v1.json";
const CONNECT_MILLIS = 10_000;
const HELLO_MILLIS = 3_000;
const DEAD_AFTER_BEATS = 2.5;
const SHORT_POLL_MILLIS = 2_000;
const SOCKET_WINDOW = 2;
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

// Failures and time

/** What went wrong, and what the server said about it. */
export class Failure extends Error {
  name = "Failure";
  /** Whether the same may succeed later. */
  retryable = true;
  /** One of the codes of docs/wire.md, if the server gave one. */
  code = "";
  /** Of a publish: `not-stored`, or `unknown` if the message may be stored. */
  outcome = "";
  retryAfterMillis = 0;

  constructor(detail, told) {
    super(detail);
    Object.assign(this, told);
  }

  /** The failure that a `problem+json` object tells of. */
  static ofProblem({ detail, ...told }, status) {
    const retryable = status >= 500 || status === 429 || status === 408;
    const words = detail || told.code || `the server answered ${status}`;
    return new Failure(words, { retryable, ...told });
  }

  /** The failure that an answer tells of; it may come from a proxy that knows no problems. */
  static async ofResponse(response) {
    const failure = Failure.ofProblem(await response.json().catch(() => ({})), response.status);
    failure.retryAfterMillis ||= retryAfterMillis(response);
    // The token was renewed already.
    failure.retryable &&= response.status !== 401;
    return failure;
  }
}

const retryAfterMillis = ({ headers }) => (Number(headers.get("Retry-After")) || 0) * 1000;

/** Tells how long to wait after one more loss: full jitter; what the server asks for wins. */
function backoff(capMillis) {
  let losses = 0;
  let last = -Infinity;
  return (askedMillis) => {
    const now = performance.now();
    losses = now - last > BACKOFF_RESET_MILLIS ? 0 : losses + 1;
    last = now;
    return askedMillis || Math.random() * Math.min(capMillis, BACKOFF_MILLIS * 2 ** losses);
  };
}

/** A signal that follows another, or is aborted when nothing was heard for the time given last. */
function watch(signal, firstMillis) {
  const cut = new AbortController();
  let timer;
  let millis;
  const rest = () => clearTimeout(timer);
  const heard = (next = millis) => {
    rest();
    millis = next;
    timer = setTimeout(() => cut.abort(new Failure("the server fell silent")), millis);
  };
  heard(firstMillis);
  return { signal: AbortSignal.any([signal, cut.signal]), heard, rest };
}

// The reader's rule

/** The reader's rule of docs/wire.md: what of a batch is new, given what was handled before. */
export class Gate {
  /** For each epoch that was entered the highest offset handled, oldest first. */
  #marks = new Map([["0", 0]]);
  #position;

  constructor(position) {
    this.#enter(position);
  }

  /** The position of all that was taken. */
  get position() {
    return this.#position;
  }

  /**
   * Takes a batch in. Returns the gap to announce, if any, and the entries not handled before;
   * undefined if something was lost on the way, so that the exchange must be opened anew.
   */
  take(batch) {
    const gap = batch.gap?.after === this.#position ? batch.gap : undefined;
    const at = gap ? batch.previous : this.#position;
    const { epoch, offset } = split(batch.last);
    if (!this.#fits(batch, at)) {
      const left = epoch !== split(at).epoch && this.#marks.has(epoch);
      return left ? { entries: [] } : undefined;
    }
    if (gap) {
      this.#enter(batch.previous);
    }
    const mark = this.#marks.get(epoch) ?? -1;
    const entries = batch.entries.filter((entry) => entry.offset > mark);
    const here = split(this.#position);
    if (epoch !== here.epoch || offset > here.offset) {
      this.#enter(batch.last);
    }
    return { gap, entries };
  }

  #fits(batch, at) {
    if (batch.previous === at) {
      return true;
    }
    const [here, previous, last] = [at, batch.previous, batch.last].map(split);
    if (last.epoch !== here.epoch) {
      return false;
    }
    return previous.epoch === here.epoch
      ? previous.offset <= here.offset
      : this.#marks.has(previous.epoch);
  }

  #enter(position) {
    const { epoch, offset } = split(position);
    this.#position = position;
    this.#marks.set(epoch, Math.max(offset, this.#marks.get(epoch) ?? 0));
    if (this.#marks.size > MAX_EPOCHS) {
      this.#marks.delete([...this.#marks.keys()].find((other) => other !== epoch));
    }
  }
}

// Transports: one function each, all of the same shape. It reads a channel until the signal is
// aborted and then rejects; or it rejects with the reason for the loss. The sink has
//   position()         where the reader is
//   live(head)         the exchange is established; the channel ended there
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
    const { batch, retryAfterMillis } = await poll(hub, url, { after: sink.position(), wait }, signal);
    sink.live(batch.head);
    await sink.batch(batch);
    const more = batch.entries.length > 0 && batch.last !== batch.head;
    await pause(more ? 0 : Math.max(retryAfterMillis, pauseMillis()), signal);
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
      const content = data && JSON.parse(data);
      if (type === "hello") {
        watchdog.heard(content.heartbeatMillis * DEAD_AFTER_BEATS);
        sink.live(content.head);
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
      subscribed: ({ head }) => sink.live(head),
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
        const frame = JSON.parse(data);
        frames[frame.op]?.(frame);
      }
    };
    socket.onclose = ({ code, reason }) => {
      const stop = code === 1009 || (code >= 4500 && code <= 4999);
      lost(new Failure(reason || "the connection was lost", { retryable: !stop }));
    };
  });
}

const TRANSPORTS = { websocket, sse, "long-polling": longPolling, "short-polling": shortPolling };

// What the channels of a client share

class Hub {
  readers = new Set();
  outboxes = new Set();
  blocked = new Map();
  closed = false;
  paused = false;
  running = Promise.resolve();

  constructor(options, changed) {
    this.options = { maxDelay: MAX_DELAY_MILLIS, fallbackOrder: Object.keys(TRANSPORTS), ...options };
    this.changed = changed;
    if (options.getToken) {
      this.options.fallbackOrder = this.options.fallbackOrder.filter((t) => t !== "websocket");
    }
    this.options.fallbackOrder.forEach((transport) => this.prefer(transport));
    this.prefer(options.transport ?? "auto");
  }

  prefer(transport) {
    if (transport !== "auto" && !Object.hasOwn(TRANSPORTS, transport)) {
      throw new TypeError(`no transport: ${transport}`);
    }
    if (transport === "websocket" && this.options.getToken) {
      throw new TypeError("a browser's WebSocket sends no token; use another transport or a cookie");
    }
    this.preferred = transport;
  }

  get isAuto() {
    return this.preferred === "auto";
  }

  /** The transport for the next exchange. */
  get transport() {
    const { fallbackOrder } = this.options;
    const isFree = (name) => !(this.blocked.get(name) > performance.now());
    return this.isAuto ? (fallbackOrder.find(isFree) ?? fallbackOrder.at(-1)) : this.preferred;
  }

  /** A transport does not work here, though the server does: others are used for a while. */
  block(transport) {
    this.blocked.set(transport, performance.now() + BLOCKED_MILLIS);
  }

  pause() {
    if (!this.paused) {
      this.paused = true;
      this.running = new Promise((resolve) => (this.run = resolve));
      this.reopen();
      this.outboxes.forEach((outbox) => outbox.interrupt());
    }
  }

  resume() {
    if (this.paused) {
      this.paused = false;
      this.run();
      this.reopen();
    }
  }

  reopen() {
    this.readers.forEach((reader) => reader.open());
  }

  async authorization() {
    try {
      return `Bearer ${await (this.token ??= this.options.getToken())}`;
    } catch (error) {
      this.token = undefined;
      throw new Failure(`no token: ${error?.message}`);
    }
  }

  /** Sends a request; resolves to a good answer, rejects with a Failure or because of the signal. */
  async request(url, options) {
    const { getToken, fetch = globalThis.fetch } = this.options;
    for (let renewed = !getToken; ; renewed = true) {
      const headers = { ...options.headers };
      if (getToken) {
        headers.Authorization = await this.authorization();
      }
      let response;
      try {
        response = await fetch(url, { cache: "no-store", ...options, headers });
      } catch {
        options.signal.throwIfAborted();
        throw new Failure("no connection");
      }
      if (response.ok) {
        return response;
      }
      if (response.status !== 401 || renewed) {
        throw await Failure.ofResponse(response);
      }
      this.token = undefined;
    }
  }
}

// Reading

/** What is read of a message by the page. Anything else than JSON is a text or bytes. */
function messageOf(channel, epoch, entry, isOwn) {
  const { offset, time, id, type, key, headers, base64 } = entry;
  const bytes = base64 === undefined ? undefined : atob(base64);
  const data = bytes ? Uint8Array.from(bytes, (c) => c.charCodeAt(0)) : (entry.data ?? entry.text);
  return { channel, epoch, offset, time: new Date(time), data, id, type, key, headers, own: isOwn };
}

/** One subscription, from exchange to exchange. */
class Reader {
  state = { state: "connecting" };
  at = { epoch: "0", offset: 0 };
  head = 0;
  /** Resolves when the place to start from is known. */
  started = new Promise((resolve) => (this.start = resolve));
  exchange = new AbortController();
  over = new AbortController();
  handled = Promise.resolve();

  constructor(hub, channel, onMessage, options) {
    this.hub = hub;
    this.channel = channel;
    this.onMessage = onMessage;
    this.options = options;
    this.backoff = backoff(hub.options.maxDelay);
    const { from = "latest", signal } = options;
    if (typeof from === "object") {
      this.begin(`${from.epoch}:${from.offset}`);
    }
    this.from = from;
    hub.readers.add(this);
    signal?.addEventListener("abort", () => this.close(), { signal: this.over.signal });
    if (hub.closed || signal?.aborted) {
      this.close();
    } else {
      this.open();
    }
  }

  begin(position) {
    this.gate = new Gate(position);
    this.at = split(position);
    this.start();
  }

  /** Opens an exchange instead of the one there is. */
  open() {
    this.end();
    if (this.hub.paused) {
      this.change({ state: "paused" });
      return;
    }
    this.change({ state: "connecting" });
    this.exchange = new AbortController();
    const { signal } = this.exchange;
    this.read(signal).catch((failure) => signal.aborted || this.lost(failure));
  }

  /** Ends it for good. */
  close(failure) {
    if (!this.hub.readers.delete(this)) {
      return;
    }
    this.end();
    this.over.abort();
    this.start();
    this.change({ state: "closed" });
    if (this.options.onClose) {
      this.call(this.options.onClose, failure);
    } else if (failure) {
      reportError(failure);
    }
  }

  end() {
    clearTimeout(this.retry);
    this.exchange.abort();
  }

  change(state) {
    this.state = state;
    this.hub.changed();
  }

  async read(signal) {
    const hub = this.hub;
    const { url } = this.channel;
    if (!this.gate || this.suspect) {
      // Where a symbolic start is; or whether the server can be reached when an exchange could not
      // be opened, and if it refuses, why.
      const query = { after: this.gate?.position ?? this.from, wait: 0 };
      const { batch } = await poll(hub, url, query, signal);
      signal.throwIfAborted();
      if (!this.gate) {
        this.begin(batch.previous);
      }
      await this.take(batch, signal);
      signal.throwIfAborted();
      if (this.suspect && hub.isAuto) {
        hub.block(this.suspect);
      }
      this.suspect = undefined;
    }
    const { transport } = hub;
    let live = false;
    const sink = {
      position: () => this.gate.position,
      live: (head) => {
        this.head = this.comparable(head);
        if (!live && !signal.aborted) {
          live = true;
          this.change({ state: "live" });
        }
      },
      batch: (batch) => this.take(batch, signal),
    };
    try {
      await TRANSPORTS[transport](hub, url, sink, signal);
    } catch (failure) {
      if (!live && !signal.aborted) {
        this.suspect = transport;
        if (hub.isAuto && failure.code === "transport-disabled") {
          failure.retryable = true;
        }
      }
      throw failure;
    }
  }

  /** The offset of a head, 0 if it cannot be compared with those handled. */
  comparable(head) {
    const [there, here] = [head, this.gate.position].map(split);
    return there.epoch === here.epoch || here.epoch === "0" ? there.offset : 0;
  }

  /** Handles a batch when those before it are handled, also those of exchanges before. */
  take(batch, signal) {
    const handled = this.handled.then(() => signal.aborted || this.handle(batch));
    this.handled = handled.catch(() => {});
    return handled;
  }

  async handle(batch) {
    const taken = this.gate.take(batch);
    if (!taken) {
      throw new Failure("messages were lost on the way");
    }
    const { epoch } = split(batch.last);
    if (taken.gap) {
      const { reason, from, to } = taken.gap;
      const missed = from === undefined ? undefined : to - from + 1;
      const firstAvailable = split(batch.previous).offset + 1;
      await this.call(this.options.onGap, { reason, from, to, missed, firstAvailable });
    }
    for (const entry of taken.entries) {
      if (this.over.signal.aborted) {
        return;
      }
      this.at = { epoch, offset: entry.offset };
      const isOwn = this.channel.outbox.isMine(entry);
      await this.call(this.onMessage, messageOf(this.channel.name, epoch, entry, isOwn));
    }
    this.at = split(this.gate.position);
  }

  /** What the page throws is reported and changes nothing here. */
  async call(handler, value) {
    try {
      await handler?.(value);
    } catch (error) {
      reportError(error);
    }
  }

  lost(failure) {
    this.end();
    if (failure.retryable === false) {
      this.close(failure);
      return;
    }
    const millis = this.backoff(failure.retryAfterMillis);
    this.retry = setTimeout(() => this.open(), millis);
    this.change({ state: "waiting", until: performance.now() + millis, why: failure.message });
  }
}

// Publishing

/**
 * The messages of a client to one channel, sent one after the other. Each keeps its number until the
 * server says that it is stored, so a message that is sent again is not stored twice.
 */
class Outbox {
  queue = [];
  producers = new Set();
  isRunning = false;
  attempt = new AbortController();

  constructor(hub, channel) {
    this.hub = hub;
    this.channel = channel;
    this.backoff = backoff(hub.options.maxDelay);
    this.renumber();
    hub.outboxes.add(this);
  }

  /** Whether an entry is a message of this client. */
  isMine({ id }) {
    return id !== undefined && this.producers.has(id.slice(0, id.lastIndexOf(":")));
  }

  publish(data, options) {
    const isBinary = data instanceof ArrayBuffer || ArrayBuffer.isView(data);
    const body = isBinary ? data : JSON.stringify(data);
    if (body === undefined) {
      throw new TypeError("there is no JSON for this message");
    }
    if (this.hub.closed) {
      throw new Failure("the client is closed", { retryable: false, outcome: "not-stored" });
    }
    options.signal?.throwIfAborted();
    const headers = { "Content-Type": isBinary ? "application/octet-stream" : "application/json" };
    for (const name of ["type", "key"]) {
      if (options[name] !== undefined) {
        headers[`Realtime-${name}`] = options[name];
      }
    }
    return new Promise((resolve, reject) => {
      const item = { body, headers, attempts: 0, onAttempt: options.onAttempt, resolve, reject };
      item.settled = new AbortController();
      const give = () => this.drop(item, options.signal.reason);
      options.signal?.addEventListener("abort", give, { signal: item.settled.signal });
      this.queue.push(item);
      if (!this.isRunning) {
        this.run();
      }
    });
  }

  /** Breaks the request off; it is sent again. */
  interrupt() {
    this.attempt.abort();
  }

  close() {
    for (const item of [...this.queue]) {
      const outcome = item.attempts > 0 ? "unknown" : "not-stored";
      this.drop(item, new Failure("the client is closed", { retryable: false, outcome }));
    }
  }

  renumber() {
    this.producer = crypto.randomUUID();
    this.producers.add(this.producer);
    this.sequence = 1;
  }

  async run() {
    this.isRunning = true;
    while (this.queue.length > 0) {
      await this.hub.running;
      // A subscription that was made before a publish sees it.
      await this.channel.started();
      if (this.queue.length > 0 && !this.hub.paused) {
        await this.send(this.queue[0]);
      }
    }
    this.isRunning = false;
  }

  async send(item) {
    this.attempt = new AbortController();
    const { signal } = this.attempt;
    item.attempts += 1;
    try {
      item.onAttempt?.(`${this.producer}:${this.sequence}`);
      const position = await this.post(item, signal);
      if (this.take(item)) {
        this.sequence += 1;
        item.resolve(split(position));
      }
    } catch (failure) {
      if (!signal.aborted && this.queue[0] === item) {
        await this.afterFailure(item, failure, signal);
      }
    }
  }

  async post(item, signal) {
    const watchdog = watch(signal, CONNECT_MILLIS);
    try {
      const response = await this.hub.request(this.channel.url, {
        method: "POST",
        headers: {
          ...item.headers,
          "Realtime-Producer": this.producer,
          "Realtime-Sequence": String(this.sequence),
        },
        body: item.body,
        signal: watchdog.signal,
      });
      return (await response.json()).position;
    } finally {
      watchdog.rest();
    }
  }

  async afterFailure(item, failure, signal) {
    if (failure.retryable !== false) {
      await pause(this.backoff(failure.retryAfterMillis), signal);
    } else if (failure.code === "unknown-producer" || failure.code === "out-of-sequence") {
      // The server forgot this client, as after a restart: it counts anew under another id. A
      // message that was tried before may be stored, so it is not sent again.
      this.renumber();
      if (item.attempts > 1) {
        const why = "the server restarted; the message may or may not have been stored";
        this.take(item);
        item.reject(new Failure(why, { retryable: false, outcome: "unknown" }));
      }
    } else {
      this.take(item);
      item.reject(failure);
    }
  }

  /** Gives a message up. Its number may be used up, so the next ones get new numbers. */
  drop(item, reason) {
    const isFirst = this.queue[0] === item;
    if (this.take(item)) {
      if (isFirst && item.attempts > 0) {
        this.renumber();
        this.attempt.abort();
      }
      item.reject(reason);
    }
  }

  take(item) {
    const index = this.queue.indexOf(item);
    item.settled.abort();
    return index >= 0 && this.queue.splice(index, 1).length > 0;
  }
}

// What a page works with

/** A channel of a client. */
class Channel {
  #hub;
  #inner;

  constructor(hub, url, name) {
    this.#hub = hub;
    this.#inner = { name, url, readers: new Set() };
    this.#inner.started = () => Promise.all([...this.#inner.readers].map((r) => r.started));
    this.#inner.outbox = new Outbox(hub, this.#inner);
  }

  get name() {
    return this.#inner.name;
  }

  /**
   * Calls a function for each message; the next one waits for the promise it returns.
   *
   * Options: `from`: "latest" (the default), "earliest", -N for the last N, or { epoch, offset } of
   * the last message handled; `signal` ends it; `onGap({ reason, from, to, missed, firstAvailable })`;
   * `onClose(failure)`, without a failure if the page ended it.
   */
  subscribe(onMessage, options = {}) {
    const { readers } = this.#inner;
    const reader = new Reader(this.#hub, this.#inner, onMessage, options);
    readers.add(reader);
    reader.started.then(() => readers.delete(reader));
    return {
      /** The last message handled. */
      get epoch() {
        return reader.at.epoch;
      },
      get offset() {
        return reader.at.offset;
      },
      /** The offset at which the channel ended when last heard of, 0 if unknown. */
      get head() {
        return reader.head;
      },
      get state() {
        return reader.state.state;
      },
      close: () => reader.close(),
    };
  }

  /** The messages as they come; ends when the signal is aborted or the client is closed. */
  async *messages(options = {}) {
    let wake = () => {};
    let handed;
    let end;
    const subscription = this.subscribe(
      (message) => new Promise((done) => wake((handed = { message, done }))),
      { ...options, onClose: (failure) => wake((end = { failure })) },
    );
    try {
      while (handed || !end) {
        if (handed) {
          const { message, done } = handed;
          handed = undefined;
          yield message;
          done();
        } else {
          await new Promise((resolve) => (wake = resolve));
        }
      }
    } finally {
      subscription.close();
    }
    if (end.failure) {
      throw end.failure;
    }
  }

  /**
   * Stores a message: JSON, or bytes. It is sent again until the server answers, and stored once.
   *
   * Options: `signal` gives up, the message may be stored all the same; `type`; `key`;
   * `onAttempt(id)` hears the id of the message whenever it is sent.
   */
  async publish(data, options = {}) {
    return this.#inner.outbox.publish(data, options);
  }
}

/** The "state" event's `detail` is { state, until, why }; until: of `performance.now()`. */
class Client extends EventTarget {
  #base;
  #hub;
  #channels = new Map();
  #detail = { state: "connecting" };
  #tune = new AbortController();

  constructor(url, options) {
    super();
    this.#base = new URL(url, globalThis.location?.href).href.replace(/\/+$/, "");
    this.#hub = new Hub(options, () => this.#changed());
    const { signal } = this.#tune;
    globalThis.addEventListener?.("online", () => this.#hub.reopen(), { signal });
  }

  /** connecting, live, waiting (for the next attempt), paused or closed: the worst of all channels. */
  get state() {
    return this.#detail.state;
  }

  /** The transport of the next exchange. */
  get transport() {
    return this.#hub.transport;
  }

  channel(name) {
    if (!name.split("/").every((segment) => SEGMENT.test(segment))) {
      throw new TypeError(`no name of a channel: ${name}`);
    }
    if (!this.#channels.has(name)) {
      const url = `${this.#base}/channels/${name}`;
      this.#channels.set(name, new Channel(this.#hub, url, name));
    }
    return this.#channels.get(name);
  }

  /** Goes on over another transport. */
  use(transport) {
    this.#hub.prefer(transport);
    this.#hub.reopen();
  }

  /** Cuts all connections and opens none until resume(); what is published meanwhile waits. */
  pause() {
    this.#hub.pause();
  }

  resume() {
    this.#hub.resume();
  }

  close() {
    this.#hub.closed = true;
    this.#tune.abort();
    this.#hub.outboxes.forEach((outbox) => outbox.close());
    this.#hub.readers.forEach((reader) => reader.close());
    this.#changed();
  }

  #changed() {
    const states = [...this.#hub.readers].map((reader) => reader.state);
    const worst = ["paused", "waiting", "connecting", "live"]
      .map((name) => states.find(({ state }) => state === name))
      .find((state) => state);
    this.#detail = this.#hub.closed ? { state: "closed" } : (worst ?? { state: "connecting" });
    this.dispatchEvent(new CustomEvent("state", { detail: this.#detail }));
  }
}

/**
 * A client of the server at a base address, as "/realtime". It opens connections as channels need
 * them.
 *
 * Options: `transport`: "auto" (the default), "websocket", "sse", "long-polling" or "short-polling";
 * `fallbackOrder`: what "auto" tries, in this order; `maxDelay`: milliseconds between two attempts;
 * `getToken`: resolves to a bearer token, asked again when it is refused; `fetch`: instead of the
 * browser's.
 */
export function connect(url, options = {}) {
  return new Client(url, options);
}
