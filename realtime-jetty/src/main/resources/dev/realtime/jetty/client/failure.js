// Failures and time

/** What went wrong, and what the server said about it. */
export class Failure extends Error {
  name = "Failure";
  /** Whether the same may succeed later. */
  retryable = true;
  /** One of the codes of docs/wire.md, if the server gave one. */
  code = "";
  /** Of a publish: `not-stored`, or `unknown` if the message may be stored. */
  outcome = "";
  retryAfterMillis = 0;

  constructor(detail, told) {
    super(detail);
    Object.assign(this, told);
  }

  /** The failure that a `problem+json` object tells of. */
  static ofProblem({ detail, ...told }, status) {
    const retryable = status >= 500 || status === 429 || status === 408;
    const words = detail || told.code || `the server answered ${status}`;
    return new Failure(words, { retryable, ...told });
  }

  /** The failure that an answer tells of; it may come from a proxy that knows no problems. */
  static async ofResponse(response) {
    const failure = Failure.ofProblem(await response.json().catch(() => ({})), response.status);
    failure.retryAfterMillis ||= retryAfterMillis(response);
    // The token was renewed already.
    failure.retryable &&= response.status !== 401;
    return failure;
  }
}

const retryAfterMillis = ({ headers }) => (Number(headers.get("Retry-After")) || 0) * 1000;
const atMostAnHour = (millis) => Math.min(millis, 3_600_000);

/** Tells how long to wait after one more loss: full jitter; what the server asks for wins. */
function backoff(capMillis) {
  let losses = 0;
  let last = -Infinity;
  return (askedMillis) => {
    const now = performance.now();
    losses = now - last > BACKOFF_RESET_MILLIS ? 0 : losses + 1;
    last = now;
    return atMostAnHour(askedMillis) || Math.random() * Math.min(capMillis, BACKOFF_MILLIS * 2 ** losses);
  };
}

/** A signal that follows another, or is aborted when nothing was heard for the time given last. */
function watch(signal, firstMillis) {
  const cut = new AbortController();
  let timer;
  let millis;
  const rest = () => clearTimeout(timer);
  const heard = (next = millis) => {
    rest();
    millis = next;
    timer = setTimeout(() => cut.abort(new Failure("the server fell silent")), millis);
  };
  heard(firstMillis);
  return { signal: AbortSignal.any([signal, cut.signal]), heard, rest };
}
