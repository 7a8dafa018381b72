package dev.realtime.core.config;

/**
 * A text that is not a value of its type. The message says what is wrong with it; where the value
 * came from is added by who knows it.
 */
final class BadValueException extends Exception {
  private final String advice;

  /**
   * Names the mistake.
   *
   * @param what what happened, such as {@code '25' has no unit}; for a secret without the value
   * @param advice what is allowed and what to do, in full sentences
   */
  BadValueException(String what, String advice) {
    super(what);
    this.advice = advice;
  }

  /** The mistake as one line that names the key and the origin of the value. */
  String in(String key, Origin origin) {
    return getMessage() + " (" + key + ", " + origin.inMessage() + "). " + advice;
  }
}
