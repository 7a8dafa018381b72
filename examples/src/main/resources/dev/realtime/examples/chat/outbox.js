/**
 * The messages of this tab to one room, until the server has stored them.
 *
 * `onChange(item)` hears of every message; item.state is sending, stored (item.offset) or failed
 * (item.why).
 */
export class Outbox {
  #channel;
  #onChange;
  #waiting = new Set();

  constructor(channel, onChange) {
    this.#channel = channel;
    this.#onChange = onChange;
  }

  async send(data) {
    const item = { data, state: "sending", id: "" };
    this.#waiting.add(item);
    this.#onChange(item);
    const onAttempt = (id) => (item.id = id);
    try {
      const { offset } = await this.#channel.publish(data, { type: "said", onAttempt });
      Object.assign(item, { state: "stored", offset });
    } catch (failure) {
      Object.assign(item, { state: "failed", why: failure.message });
    }
    this.#waiting.delete(item);
    this.#onChange(item);
  }

  /** The messages that are not stored yet. */
  waiting() {
    return [...this.#waiting];
  }
}
