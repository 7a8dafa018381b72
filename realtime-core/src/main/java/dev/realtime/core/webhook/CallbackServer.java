package dev.realtime.core.webhook;

/** A server of its own for the webhooks of a client. One that is not closed keeps its port. */
public interface CallbackServer extends CallbackSite, AutoCloseable {
  /** Ends what is under way and frees the port and the threads. */
  @Override
  void close();
}
