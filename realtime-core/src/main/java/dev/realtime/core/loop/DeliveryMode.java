package dev.realtime.core.loop;

/** When a delivery loop stops: the only thing in which the transports' loops differ. */
public enum DeliveryMode {
  /** After one read, maybe empty: short polling. */
  ONCE,
  /** After the first batch that is not empty, or when the wait is over: long polling. */
  WAIT_ONCE,
  /** When one side closes: event streams, sockets and webhooks. */
  CONTINUOUS
}
