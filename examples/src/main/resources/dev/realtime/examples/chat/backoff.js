// How long to wait before the next attempt: full jitter, 0.5 s base, 30 s cap. It begins anew after
// 30 s without a loss. What the server asks for wins.
const BASE_MILLIS = 500;
const CAP_MILLIS = 30_000;
const RESET_AFTER_MILLIS = 30_000;

export class Backoff {
  #losses = 0;
  #lastLoss = 0;

  /** The delay after one more loss. */
  next(retryAfterMillis = 0) {
    const now = performance.now();
    if (now - this.#lastLoss > RESET_AFTER_MILLIS) {
      this.#losses = 0;
    }
    this.#lastLoss = now;
    const most = Math.min(CAP_MILLIS, BASE_MILLIS * 2 ** this.#losses);
    this.#losses += 1;
    return retryAfterMillis > 0 ? retryAfterMillis : Math.random() * most;
  }
}
