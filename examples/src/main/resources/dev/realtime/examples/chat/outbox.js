import { Backoff } from "./backoff.js";
import { Failure, request } from "./failure.js";

const ANSWER_MILLIS = 10_000;

/**
 * The messages of this tab to one channel, sent one after the other. Each keeps its number until the
 * server says that it is stored, so a message that is sent again is not stored twice.
 *
 * `onChange(item)` hears of every message; item.state is sending, stored or failed (item.why).
 */
export class Outbox {
  #url;
  #network;
  #onChange;
  #backoff = new Backoff();
  #queue = [];
  #producer = crypto.randomUUID();
  #producers = new Set([this.#producer]);
  #sequence = 1;
  #running = false;
  #attempt = new AbortController();

  constructor({ url, network, onChange }) {
    this.#url = url;
    this.#network = network;
    this.#onChange = onChange;
    network.addEventListener("cut", () => this.#attempt.abort());
  }

  /** Adds a message to the end of the queue. */
  send(data) {
    const item = { data, state: "sending", id: "", attempts: 0, why: "" };
    this.#queue.push(item);
    this.#onChange(item);
    if (!this.#running) {
      this.#run();
    }
  }

  /** The messages that are not stored yet. */
  waiting() {
    return [...this.#queue];
  }

  /** Whether an entry is a message of this tab. */
  isMine({ id }) {
    return id !== undefined && this.#producers.has(id.slice(0, id.lastIndexOf(":")));
  }

  async #run() {
    this.#running = true;
    while (this.#queue.length > 0) {
      if (this.#network.isCut) {
        await new Promise((up) => this.#network.addEventListener("restored", up, { once: true }));
      }
      await this.#try(this.#queue[0]);
    }
    this.#running = false;
  }

  async #try(item) {
    item.id = `${this.#producer}:${this.#sequence}`;
    item.attempts += 1;
    try {
      await this.#post(item);
      this.#sequence += 1;
      this.#finish(item, "stored");
    } catch (failure) {
      await this.#afterFailure(item, failure);
    }
  }

  async #post(item) {
    this.#attempt = new AbortController();
    const response = await request(this.#url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Realtime-Type": "said",
        "Realtime-Producer": this.#producer,
        "Realtime-Sequence": String(this.#sequence),
      },
      body: JSON.stringify(item.data),
      signal: AbortSignal.any([this.#attempt.signal, AbortSignal.timeout(ANSWER_MILLIS)]),
    });
    item.position = (await response.json()).position;
  }

  async #afterFailure(item, failure) {
    if (this.#attempt.signal.aborted) {
      return;
    }
    if (!(failure instanceof Failure) || failure.retryable) {
      const millis = this.#backoff.next(failure.retryAfterMillis);
      await new Promise((resolve) => setTimeout(resolve, millis));
    } else if (failure.code === "unknown-producer" || failure.code === "out-of-sequence") {
      // The server forgot this tab, as after a restart: it counts anew under another id. A message
      // that was tried before may be stored, so it is not sent again.
      this.#producer = crypto.randomUUID();
      this.#producers.add(this.#producer);
      this.#sequence = 1;
      if (item.attempts > 1) {
        this.#finish(item, "failed", "the server restarted; it may or may not have been stored");
      }
    } else {
      this.#finish(item, "failed", failure.message);
    }
  }

  #finish(item, state, why = "") {
    this.#queue.shift();
    item.state = state;
    item.why = why;
    this.#onChange(item);
  }
}
