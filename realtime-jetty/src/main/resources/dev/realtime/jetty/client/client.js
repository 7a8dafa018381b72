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
    if (name !== "$webhooks" && !name.split("/").every((segment) => SEGMENT.test(segment))) {
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
