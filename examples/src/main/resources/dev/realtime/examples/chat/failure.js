/** A failed request: whether the same may succeed later, and what the server said about it. */
export class Failure extends Error {
  constructor(detail, { retryable = true, code = "", retryAfterMillis = 0 } = {}) {
    super(detail);
    this.retryable = retryable;
    this.code = code;
    this.retryAfterMillis = retryAfterMillis;
  }

  /** The failure that a `problem+json` object tells of. */
  static ofProblem(problem, status) {
    return new Failure(problem.detail || problem.code || `the server answered ${status}`, {
      retryable: problem.retryable ?? (status >= 500 || status === 429 || status === 408),
      code: problem.code ?? "",
      retryAfterMillis: problem.retryAfterMillis ?? 0,
    });
  }

  /** The failure that an answer tells of; it may come from a proxy that knows no problems. */
  static async ofResponse(response) {
    const problem = await response.json().catch(() => ({}));
    const failure = Failure.ofProblem(problem ?? {}, response.status);
    const seconds = Number(response.headers.get("Retry-After"));
    if (failure.retryAfterMillis === 0 && seconds > 0) {
      failure.retryAfterMillis = seconds * 1000;
    }
    return failure;
  }
}

/** Sends a request; resolves to a good answer, rejects with a Failure or because of the signal. */
export async function request(url, options) {
  let response;
  try {
    response = await fetch(url, { cache: "no-store", ...options });
  } catch {
    options.signal?.throwIfAborted();
    throw new Failure("no connection");
  }
  if (!response.ok) {
    throw await Failure.ofResponse(response);
  }
  return response;
}
