import { Backoff } from "./backoff.js";
import { Failure } from "./failure.js";
import { Gate } from "./gate.js";
import { TRANSPORTS, poll } from "./transports.js";

/**
 * One channel, read over whatever transport is chosen, from the last messages of its past on. The
 * position survives every change of transport and every loss, so each message comes once and in
 * order.
 *
 * The listener has onState({ name, ... }), onGap(gap) and onEntries(entries). The names of states are
 * connecting, live (head: an offset), waiting (until, why), cut and stopped (why).
 */
export class Subscription {
  #url;
  #transport;
  #network;
  #listener;
  #history;
  #backoff = new Backoff();
  #gate;
  #close = () => {};
  #retry;
  #over = false;
  #tune = new AbortController();

  constructor({ url, transport, network, history, listener }) {
    this.#url = url;
    this.#transport = transport;
    this.#network = network;
    this.#history = history;
    this.#listener = listener;
    const { signal } = this.#tune;
    network.addEventListener("cut", () => this.#open(), { signal });
    network.addEventListener("restored", () => this.#open(), { signal });
    addEventListener("online", () => this.#open(), { signal });
    this.#open();
  }

  /** The offset of the last message handled. */
  get offset() {
    return Number(this.#gate?.position.split(":")[1] ?? 0);
  }

  /** Goes on over another transport. */
  use(transport) {
    this.#transport = transport;
    this.#open();
  }

  close() {
    this.#over = true;
    this.#tune.abort();
    this.#end();
  }

  #end() {
    clearTimeout(this.#retry);
    this.#close();
    this.#close = () => {};
  }

  #open() {
    this.#end();
    if (this.#network.isCut) {
      this.#listener.onState({ name: "cut" });
      return;
    }
    this.#listener.onState({ name: "connecting" });
    this.#close = this.#gate ? this.#exchange() : this.#enter();
  }

  /** Reads the history, which is where the position comes from. */
  #enter() {
    const closed = new AbortController();
    const { signal } = closed;
    poll(this.#url, { after: `-${this.#history}`, wait: 0 }, signal)
      .then(({ batch }) => {
        if (!signal.aborted) {
          this.#gate = new Gate(batch.previous);
          this.#take(batch);
          this.#open();
        }
      })
      .catch((failure) => signal.aborted || this.#lost(failure));
    return () => closed.abort();
  }

  #exchange() {
    let live = false;
    return TRANSPORTS[this.#transport].open(this.#url, () => this.#gate.position, {
      live: (head) => {
        if (!live) {
          live = true;
          this.#listener.onState({ name: "live", head: this.#comparable(head) });
        }
      },
      batch: (batch) => this.#take(batch),
      lost: (failure) => this.#lost(failure),
    });
  }

  /** The offset of a head, 0 if it cannot be compared with those handled. */
  #comparable(head) {
    const [[epoch, offset], [here]] = [head, this.#gate.position].map((p) => p.split(":"));
    return epoch === here || here === "0" ? Number(offset) : 0;
  }

  #take(batch) {
    const taken = this.#gate.take(batch);
    if (!taken) {
      this.#lost(new Failure("messages were lost on the way"));
      return;
    }
    if (taken.gap) {
      this.#listener.onGap(taken.gap);
    }
    this.#listener.onEntries(taken.entries);
  }

  #lost(failure) {
    if (this.#over) {
      return;
    }
    this.#end();
    if (failure.retryable === false) {
      this.#listener.onState({ name: "stopped", why: failure.message });
      return;
    }
    const millis = this.#backoff.next(failure.retryAfterMillis);
    const until = performance.now() + millis;
    this.#listener.onState({ name: "waiting", until, why: failure.message });
    this.#retry = setTimeout(() => this.#open(), millis);
  }
}
