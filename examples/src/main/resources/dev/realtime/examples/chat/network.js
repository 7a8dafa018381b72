/** The network of this tab, which can be cut for a while. Events: `cut`, `restored`. */
export class Network extends EventTarget {
  #until = 0;

  get isCut() {
    return this.#until > 0;
  }

  /** How many milliseconds of the cut are left. */
  get left() {
    return Math.max(0, this.#until - performance.now());
  }

  /** Cuts all connections and allows none for some time. */
  cut(millis) {
    if (this.isCut) {
      return;
    }
    this.#until = performance.now() + millis;
    this.dispatchEvent(new Event("cut"));
    setTimeout(() => {
      this.#until = 0;
      this.dispatchEvent(new Event("restored"));
    }, millis);
  }
}
