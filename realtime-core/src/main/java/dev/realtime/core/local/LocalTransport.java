package dev.realtime.core.local;

import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.loop.DeliveryGroup;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.core.loop.DeliveryLoop;
import dev.realtime.core.loop.DeliveryMode;
import dev.realtime.core.loop.OneEnd;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.ClientTransport;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Exchange;
import dev.realtime.spi.Inlet;
import dev.realtime.spi.Outlet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The transport within one process: a delivery loop whose outlet is the inlet.
 *
 * <p>Thread-safe.
 */
public final class LocalTransport implements ClientTransport {
  private final DeliveryGroups groups;
  private final Set<LocalExchange> open = ConcurrentHashMap.newKeySet();

  /** A transport over the logs that the groups read. */
  public LocalTransport(DeliveryGroups groups) {
    this.groups = groups;
  }

  @Override
  public Transport transport() {
    return Transport.MEMORY;
  }

  @Override
  public Exchange open(String channel, Start from, Inlet inlet) {
    DeliveryGroup group = groups.group(channel);
    ChannelLog log = group.log();
    LocalExchange exchange = new LocalExchange(group, inlet);
    open.add(exchange);
    log.resolve(from)
        .thenCombine(
            log.bounds(),
            (at, bounds) -> {
              exchange.begin(at, bounds.head());
              return at;
            })
        .exceptionally(
            failure -> {
              exchange.end(EndReason.lost(String.valueOf(failure.getMessage())));
              return Position.ORIGIN;
            });
    return exchange;
  }

  @Override
  public void close() {
    open.forEach(LocalExchange::cancel);
  }

  private final class LocalExchange implements Exchange, Outlet {
    private final DeliveryGroup group;
    private final OneEnd inlet;
    private volatile @Nullable DeliveryLoop loop;

    LocalExchange(DeliveryGroup group, Inlet inlet) {
      this.group = group;
      this.inlet = new OneEnd(inlet);
    }

    void begin(Position at, Position head) {
      inlet.onOpen(at, head);
      DeliveryLoop delivery = new DeliveryLoop(group, at, this, DeliveryMode.CONTINUOUS);
      loop = delivery;
      if (inlet.isEnded()) {
        delivery.end(new End.Gone());
      } else {
        delivery.run();
      }
    }

    @Override
    public CompletionStage<Void> write(Batch batch) {
      return inlet.onBatch(batch);
    }

    @Override
    public void end(End why) {
      end(
          why instanceof End.Told told
              ? EndReason.lost(told.code().wireName())
              : EndReason.completed());
    }

    void end(EndReason reason) {
      open.remove(this);
      inlet.onEnd(reason);
    }

    @Override
    public void cancel() {
      end(EndReason.completed());
      DeliveryLoop delivery = loop;
      if (delivery != null) {
        delivery.end(new End.Gone());
      }
    }
  }
}
