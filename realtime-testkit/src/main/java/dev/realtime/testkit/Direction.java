package dev.realtime.testkit;

/** A way in which bytes pass a {@link FaultProxy}. */
public enum Direction {
  /** From the client to the server: requests, frames of the client. */
  CLIENT_TO_SERVER,
  /** From the server to the client: answers, streams, frames of the server. */
  SERVER_TO_CLIENT
}
