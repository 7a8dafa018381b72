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
      const used = this.token;
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
      if (this.token === used) {
        this.token = undefined;
      }
    }
  }
}
