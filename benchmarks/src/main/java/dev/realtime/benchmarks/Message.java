package dev.realtime.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * The messages of the load: a JSON object of a run of {@code #} and a number, so that a reader
 * finds the numbers by looking at every so-manieth byte.
 */
final class Message {
  static final byte FILL = '#';
  static final String TAIL = "\",\"n\":\"";
  static final int DIGITS = 10;

  private static final String HEAD = "{\"p\":\"";
  private static final String END = "\"}";

  private Message() {}

  /** How long the run of a payload is. */
  static int runOf(int payloadBytes) {
    int run = payloadBytes - HEAD.length() - TAIL.length() - DIGITS - END.length();
    if (run < 16) {
      throw new IllegalArgumentException("a payload has at least 41 bytes");
    }
    return run;
  }

  static byte[] payload(long number, int bytes) {
    String text = HEAD + "#".repeat(runOf(bytes)) + TAIL + "%010d".formatted(number) + END;
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
