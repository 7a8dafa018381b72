package dev.realtime.testkit.history;

import dev.realtime.Position;
import dev.realtime.Start;

/** Steps of recorded runs on one channel, where the message at offset n is called mn. */
final class Steps {
  static final String CH = "a/b";

  private Steps() {}

  static void publish(HistoryRecorder run, int... offsets) {
    for (int off : offsets) {
      run.pubCall("op" + off, "p", CH, "m" + off, "sum" + off);
      run.pubAck("op" + off, at("e", off));
    }
  }

  static void publish(HistoryRecorder run, String op, String publisher, String mid, Position at) {
    run.pubCall(op, publisher, CH, mid);
    run.pubAck(op, at);
  }

  static void numbered(HistoryRecorder run, String op, String mid, long seq) {
    run.record(
        new HistoryEvent.PublishCalled(run.now(), op, "pub " + op, CH, mid, "pid", seq, null));
  }

  static void read(HistoryRecorder run, String subscription, int... offsets) {
    run.subStart(subscription, CH, Start.after(at("e", 0)));
    deliver(run, subscription, "e", offsets);
  }

  static void deliver(HistoryRecorder run, String subscription, String epoch, int... offsets) {
    for (int off : offsets) {
      run.deliver(subscription, CH, at(epoch, off), "m" + off);
    }
  }

  static void end(HistoryRecorder run, String... subscriptions) {
    for (String subscription : subscriptions) {
      run.subEndComplete(subscription);
    }
  }

  static void log(HistoryRecorder run, String epoch, int first, int last) {
    for (int off = first; off <= last; off++) {
      run.log(CH, at(epoch, off), "m" + off);
    }
    run.logEnd(CH, first, at(epoch, last));
  }

  static Position at(String epoch, long offset) {
    return new Position(epoch, offset);
  }
}
