package dev.realtime.testkit.tck;

import dev.realtime.core.log.QueuedLogEngine;
import dev.realtime.core.loop.SerialExecutor;
import dev.realtime.spi.LogEngine;
import dev.realtime.testkit.tck.DecoratedRealtime.ChannelDecorator;
import dev.realtime.testkit.tck.DecoratedRealtime.SubscriberDecorator;
import dev.realtime.testkit.tck.LocalFixture.Parts;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A wrong realtime: the rule it is made to break and what the test of that rule says. */
enum ChannelFault {
  REORDERING_PUBLISHER(
      "1.2", "the order in the channel", Parts.right().withPublishing(WrongPublishing::reordering)),
  RENAMING_PUBLISHER(
      "1.7",
      "the offset of the repeated publish",
      Parts.right().withPublishing(WrongPublishing::renaming)),
  SULKING_CHANNEL("1.8", "one before was rejected", channels(WrongChannels.SulkingChannel::new)),
  SMALL_LIMIT("1.9", "at most 65535 are allowed", Parts.right().withMaxMessageBytes(65_535)),
  BLOCKING_CHANNEL(
      "1.10", "the return of publish calls", channels(WrongChannels.BlockingChannel::new)),
  POLITE_CHANNEL("1.11", "data null", channels(WrongChannels.PoliteChannel::new)),
  CALLER_RUNS(
      "1.12",
      "signalled inside a publish call",
      Parts.right().withCallbacks(e -> Runnable::run).withFlusher(e -> Runnable::run)),
  TIRELESS_PUBLISHER(
      "1.13", "a publish after close did not fail", channels(WrongChannels.TirelessChannel::new)),
  TWICE_CLOSED(
      "2.2",
      "how often onClosed was signalled",
      subscribers(WrongSubscribers.TwiceClosedSubscriber::new)),
  PARALLEL_SIGNALS(
      "2.3",
      "what a blocked subscriber was signalled",
      subscribers(WrongSubscribers.ParallelSubscriber::new)),
  LATE_RETRY(
      "2.4",
      "expected the data [m1, m2, m3, m4, m5], found [m2",
      subscribers(WrongSubscribers.LateRetrySubscriber::new)),
  SILENT_SKIP("2.5", "the gap of m2", subscribers(WrongSubscribers.UninformedSubscriber::new)),
  RETIMING_EXCHANGES(
      "2.6",
      "two readers of the same channel",
      Parts.right().withTransport(AlteringExchanges::retiming)),
  LOST_POSITION(
      "2.7", "the position before the first message", channels(WrongChannels.LostChannel::new)),
  LOCKED_SIGNALS("2.8", "the calls inside a signal", channels(WrongChannels.LockedChannel::new)),
  SIGNALS_AFTER_CLOSE(
      "2.9",
      "the messages of a subscription closed",
      subscribers(WrongSubscribers.HauntedSubscriber::new)),
  ONE_CALLBACK_AT_A_TIME(
      "2.10", "nothing within", Parts.right().withCallbacks(ChannelFault::oneAtATime)),
  HOARDED_BATCHES(
      "2.10",
      "payloads that retention removed are held for a blocked subscriber",
      Parts.right()
          .withTransport(
              right -> new FaultyInletTransport(right, FaultyInletTransport.Fault.PARALLEL))),
  SAVED_BEFORE("2.11", "what was handled and saved", channels(WrongChannels.RashChannel::new)),
  ALTERING_SWITCH(
      "2.13",
      "the messages over all switches",
      Parts.right().withTransport(AlteringExchanges::rewriting)),
  QUEUE_PER_REALTIME(
      "3.18",
      "appends of tck/lobby in flight at a time",
      Parts.right().withQueues(ChannelFault::queueEach)),
  EARLY_LATEST(
      "3.15", "the first message", Parts.right().withTransport(AlteringExchanges::beginningEarly));

  final String rule;
  final String says;

  @SuppressWarnings("ImmutableEnumChecker") // the decorators of the parts have no state
  final Parts parts;

  ChannelFault(String rule, String says, Parts parts) {
    this.rule = rule;
    this.says = says;
    this.parts = parts;
  }

  private static Parts channels(ChannelDecorator decorator) {
    return Parts.right().withRealtime(right -> new DecoratedRealtime(right, decorator));
  }

  private static Parts subscribers(SubscriberDecorator decorator) {
    return Parts.right().withRealtime(right -> DecoratedRealtime.subscribing(right, decorator));
  }

  private static Supplier<QueuedLogEngine> queueEach(LogEngine engine) {
    return () -> new QueuedLogEngine(engine, Runnable::run);
  }

  private static Executor oneAtATime(Executor executor) {
    return new SerialExecutor(executor);
  }
}
