const ADMINISTRATION = "/realtime/webhooks";

const WORDS = {
  pending: ["warn", "Pending: the merchant has not confirmed the address yet"],
  active: ["good", "Active: payments are delivered"],
  throttled: ["warn", "Throttled: the merchant asked to wait"],
  paused: ["warn", "Paused: payments are kept, none is delivered"],
  disabled: ["bad", "Disabled: it failed for too long"],
  gone: ["bad", "Gone: the merchant answered 410; verify it again to go on"],
};

/** The state of a record as its tone and in words. */
export function describe({ state, attempt }) {
  return state === "active" && attempt > 0
    ? ["warn", "Retrying: the first payment that is not taken holds the others"]
    : (WORDS[state] ?? ["warn", state]);
}

/** The subscription to a channel, as the server's record tells it. */
export class SubscriptionRecord {
  #channel;
  #onChange;
  #asking = false;
  #again = false;
  current;

  constructor(channel, onChange) {
    this.#channel = channel;
    this.#onChange = onChange;
  }

  /** Reads the record; while it is being read, once more afterwards. */
  async refresh() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      do {
        this.#again = false;
        const { webhooks } = await this.#send("GET", "");
        this.#take(webhooks.find(({ channel }) => channel === this.#channel));
      } while (this.#again);
    } catch {
      // The connection of the page tells that the server is away.
    }
    this.#asking = false;
  }

  /** Does something to the subscription: verify, pause, resume or retry. */
  async act(action) {
    if (this.current) {
      await this.#send("POST", `/${this.current.id}/${action}`);
      await this.refresh();
    }
  }

  #take(record) {
    if (record) {
      this.current = record;
      this.#onChange(record);
    }
  }

  async #send(method, path) {
    const headers = { "content-type": "application/json" };
    const body = method === "POST" ? "{}" : undefined;
    const answer = await fetch(ADMINISTRATION + path, { method, headers, body });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status}`);
    }
    return answer.json();
  }
}
