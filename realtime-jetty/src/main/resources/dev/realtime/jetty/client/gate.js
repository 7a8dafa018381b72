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
