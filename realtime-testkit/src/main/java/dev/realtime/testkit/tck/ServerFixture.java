package dev.realtime.testkit.tck;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/**
 * A server under test, which contracts reach by its address as any program would, made anew for
 * each test. It beats at least four times a second, offers every transport without authentication,
 * lets webhooks go to loopback and repeats a failed one within 100 ms.
 *
 * <p>Confined to one test. {@link #close} frees all of it.
 */
public interface ServerFixture extends AutoCloseable {
  /** What the paths of the server begin with, such as {@code http://localhost:8080/realtime}. */
  URI url();

  /** The logs of the server, past its transports. They retain at least 64 MiB a channel. */
  FaultyLogEngine engine();

  /** How many streams and sockets are open now. */
  int open();

  /** Closes the server in order; completes when it is closed. */
  CompletionStage<Void> drain();

  @Override
  void close();
}
