package dev.realtime.testkit.tck;

import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.LogEngine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** An engine whose logs are decorated, each once. Thread-safe. */
final class DecoratedEngine implements LogEngine {
  private final LogEngine right;
  private final UnaryOperator<ChannelLog> decorator;
  private final Map<String, ChannelLog> logs = new ConcurrentHashMap<>();

  DecoratedEngine(LogEngine right, UnaryOperator<ChannelLog> decorator) {
    this.right = right;
    this.decorator = decorator;
  }

  @Override
  public String name() {
    return right.name();
  }

  @Override
  public ChannelLog open(String channel) {
    return logs.computeIfAbsent(channel, name -> decorator.apply(right.open(name)));
  }

  @Override
  public int channels() {
    return right.channels();
  }

  @Override
  public void close() {
    right.close();
  }
}
