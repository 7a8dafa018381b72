package dev.realtime.core.channel;

import dev.realtime.Channel;
import dev.realtime.Codec;
import dev.realtime.Realtime;
import dev.realtime.core.loop.PublishLimits;
import dev.realtime.core.loop.SubscriptionContext;
import dev.realtime.core.wire.ChannelName;
import dev.realtime.core.wire.Codecs;
import dev.realtime.spi.PublishTransport;
import java.util.concurrent.CompletionStage;

/**
 * A realtime over given transports: what the in-memory one, the server and the client have in
 * common.
 *
 * <p>Thread-safe.
 */
public final class ChannelRealtime implements Realtime {
  private final ChannelLoops loops;

  /**
   * A realtime without channels.
   *
   * @param context what its subscriptions share
   * @param publishing carries what is published
   * @param limits of each publisher
   * @param defaults of each subscription
   */
  public ChannelRealtime(
      SubscriptionContext context,
      PublishTransport publishing,
      PublishLimits limits,
      SubscribeDefaults defaults) {
    loops = new ChannelLoops(context, publishing, limits, defaults);
  }

  @Override
  public <T> Channel<T> channel(String name, Class<T> type) {
    return channel(name, Codecs.of(type));
  }

  @Override
  public <T> Channel<T> channel(String name, Codec<T> codec) {
    return new RealtimeChannel<>(ChannelName.check(name), codec, loops);
  }

  /** Ends every subscription and publisher; completes when the last onClosed returned. */
  public CompletionStage<Void> end() {
    return loops.close();
  }

  @Override
  public void close() {
    end();
  }
}
