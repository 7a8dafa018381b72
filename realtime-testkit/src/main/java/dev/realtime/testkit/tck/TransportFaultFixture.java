package dev.realtime.testkit.tck;

import dev.realtime.spi.Exchange;
import dev.realtime.testkit.FaultProxy;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A transport that reaches its server through a proxy, which a test tells to damage things. */
public interface TransportFaultFixture extends TransportFixture {
  /** What the transport connects to. */
  FaultProxy proxy();

  /** How often the server lets a silent stream be heard; short, so that tests are. */
  Duration heartbeat();

  /**
   * The longest silence that the transport bears: 2.5 heartbeats of a stream, the wait and the
   * time-out of a poll.
   */
  Duration silence();

  /**
   * Opens an exchange at the head of a channel; returns when the server has it and waits for an
   * entry, or at once if the transport does not wait.
   */
  Exchange openAndWait(String channel, RecordingInlet inlet);

  /**
   * Lets later connections reach another server over the same logs, and cuts the present ones. A
   * server that was not there yet is started.
   *
   * @param number of the server, 0 for the first
   */
  void useNode(int number);

  /** Closes the server that is reached now, in order; completes when it is closed. */
  CompletionStage<Void> drain();
}
