package dev.realtime.okhttp.call;

import java.io.IOException;

/** The source of tokens gave none, so the request was not sent. */
final class NoTokenException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The words of the cause are left out: who makes tokens may put one into them. */
  NoTokenException(Throwable cause) {
    super(
        "the source of tokens failed with "
            + cause.getClass().getName()
            + ", which is the cause of this; it is asked again at the next attempt",
        cause);
  }
}
