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
  /** Whether the exchange before could not be opened. */
  hasFailed = false;
  /** How often what came did not follow or could not be read, since a batch that did. */
  misfits = 0;
  /** How many heartbeats told of more than came. */
  behind = 0;

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
    const isAsked = !this.gate || this.hasFailed;
    if (isAsked) {
      await this.ask(signal);
    }
    const { transport } = hub;
    let live = false;
    const sink = {
      position: () => this.gate?.position ?? this.from,
      live: (head, at) => {
        if (!this.gate) {
          this.begin(at);
        }
        this.head = this.comparable(head);
        if (!live && !signal.aborted) {
          live = true;
          this.change({ state: "live" });
        }
      },
      heartbeat: (head) => {
        const lags = live && this.comparable(head) > this.at.offset;
        this.behind = lags ? this.behind + 1 : 0;
        if (this.behind > 1) {
          throw new Failure("two heartbeats ahead and no batch");
        }
      },
      batch: (batch) => this.take(batch, signal),
    };
    try {
      await TRANSPORTS[transport](hub, url, sink, signal);
    } catch (failure) {
      if (!live && !signal.aborted) {
        this.hasFailed = true;
        const isDisabled = failure.code === "transport-disabled";
        if (hub.isAuto && (isAsked || isDisabled)) {
          // The server answered a poll just now, so it is the transport that does not work.
          hub.block(transport);
          failure.retryable ||= isDisabled;
        }
      }
      throw failure;
    }
  }

  /**
   * Asks where a symbolic start is; or, after an exchange that could not be opened, whether the
   * server can be reached, and if it refuses, why.
   */
  async ask(signal) {
    const query = { after: this.gate?.position ?? this.from, wait: 0 };
    try {
      const { batch } = await poll(this.hub, this.channel.url, query, signal);
      signal.throwIfAborted();
      if (!this.gate) {
        this.begin(batch.previous);
      }
      await this.take(batch, signal);
      signal.throwIfAborted();
    } catch (failure) {
      // A server without polls is there all the same, and a stream tells where it begins.
      if (failure.code !== "transport-disabled") {
        throw failure;
      }
    }
    this.hasFailed = false;
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
      throw new Failure("messages were lost on the way", { code: "protocol" });
    }
    this.behind = 0;
    if (taken.entries.length > 0) {
      this.misfits = 0;
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
    if (failure.code === "protocol" && ++this.misfits > MAX_REOPENS) {
      failure.retryable = false;
    }
    if (failure.retryable === false) {
      this.close(failure);
      return;
    }
    const millis = this.backoff(failure.retryAfterMillis);
    this.retry = setTimeout(() => this.open(), millis);
    this.change({ state: "waiting", until: performance.now() + millis, why: failure.message });
  }
}
