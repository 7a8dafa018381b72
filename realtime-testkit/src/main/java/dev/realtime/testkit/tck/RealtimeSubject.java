package dev.realtime.testkit.tck;

/** Makes the realtimes that the parts of {@link ChannelContract} test. */
public interface RealtimeSubject {
  /** Realtimes without channels. They are closed before the next ones are asked for. */
  RealtimeFixture start();
}
