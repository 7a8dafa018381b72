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
      const position = split(await this.post(item, signal));
      if (this.take(item)) {
        this.sequence += 1;
        item.resolve(position);
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
      const { position } = await response.json();
      if (!position) {
        throw new Failure("the answer is not of this server");
      }
      return position;
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
      const isOfAnother = failure.code === "message-id-reused";
      if (item.attempts > 1 || isOfAnother) {
        // An attempt before, or another message, has used the number up.
        failure.outcome = isOfAnother ? "not-stored" : "unknown";
        this.renumber();
      }
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
