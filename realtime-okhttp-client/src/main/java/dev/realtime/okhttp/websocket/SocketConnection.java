package dev.realtime.okhttp.websocket;

import dev.realtime.RealtimeException;
import dev.realtime.RejectedException;
import dev.realtime.core.wire.ClientFrame;
import dev.realtime.core.wire.ServerFrame;
import dev.realtime.okhttp.call.Credentials;
import dev.realtime.okhttp.call.Outcomes;
import dev.realtime.okhttp.call.Watchdog;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Timers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One socket with its exchanges and the publishes that wait for an answer. It closes when it has
 * neither, and when it ends, all of them end.
 *
 * <p>Thread-safe.
 */
final class SocketConnection extends WebSocketListener {
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);
  private static final Duration HELLO_WITHIN = Duration.ofSeconds(3);

  /** A server takes no more on one socket. */
  private static final int MAX_CHANNELS = 200;

  private final Credentials credentials;
  private final Watchdog watchdog;
  private final Consumer<SocketConnection> forget;

  /** Guards the fields below, and the order in which frames are queued. */
  private final Object lock = new Object();

  private final Map<String, SocketExchange> exchanges = new HashMap<>();

  /** Channels left before the server said where they begin: what it says may come yet. */
  private final Set<String> unsettled = new HashSet<>();

  private final Map<String, SocketPublish> publishes = new LinkedHashMap<>();
  private final Queue<String> unsent = new ArrayDeque<>();
  private @Nullable WebSocket socket;
  private @Nullable EndReason farewell;
  private boolean ended;
  private volatile boolean silent;

  /** What the server accepted; null until then. */
  private volatile @Nullable Request opened;

  SocketConnection(Credentials credentials, Timers timers, Consumer<SocketConnection> forget) {
    this.credentials = credentials;
    this.forget = forget;
    this.watchdog = new Watchdog(timers, this::tooSilent);
  }

  void connect(OkHttpClient client, Request request) {
    watchdog.watch(CONNECTED_WITHIN);
    // Sockets of the user's own making stay as they are; of those, whole messages are heard.
    OkHttpClient hearing =
        client.socketFactory() == SocketFactory.getDefault()
            ? client.newBuilder().socketFactory(HeardSockets.telling(watchdog::heard)).build()
            : client;
    WebSocket connecting =
        hearing.newWebSocket(
            request.newBuilder().header("Sec-WebSocket-Protocol", "realtime.v1.json").build(),
            this);
    synchronized (lock) {
      socket = connecting;
      unsent.forEach(connecting::send);
      unsent.clear();
    }
  }

  private void tooSilent() {
    silent = true;
    abort();
  }

  /** Gives the exchange its channel on this socket; false if it cannot. */
  boolean join(SocketExchange exchange) {
    synchronized (lock) {
      if (ended
          || farewell != null
          || exchanges.size() + unsettled.size() >= MAX_CHANNELS
          || unsettled.contains(exchange.channel())
          || exchanges.containsKey(exchange.channel())) {
        return false;
      }
      exchanges.put(exchange.channel(), exchange);
      send(exchange.subscribeFrame());
      return true;
    }
  }

  void leave(SocketExchange exchange) {
    synchronized (lock) {
      if (exchanges.remove(exchange.channel(), exchange)) {
        if (!exchange.isSubscribed()) {
          unsettled.add(exchange.channel());
        }
        send(ClientFrame.unsubscribe(exchange.channel()));
      }
    }
    closeIfIdle();
  }

  /** Sends a publish; false if it cannot. */
  boolean add(SocketPublish publish) {
    synchronized (lock) {
      if (ended || farewell != null) {
        return false;
      }
      publishes.put(publish.ref(), publish);
      send(publish.frame());
      return true;
    }
  }

  /**
   * Gives up a publish that was not answered: with the socket if nothing came on that meanwhile,
   * else alone, for then the log of its channel is slow and the other channels are not to blame.
   *
   * @param sinceNanos when it was sent
   */
  void giveUp(SocketPublish publish, long sinceNanos) {
    if (!watchdog.hasHeardSince(sinceNanos)) {
      abort();
      return;
    }
    answer(publish.ref(), SocketPublish::giveUp);
  }

  void send(byte[] frame) {
    send(text(frame));
  }

  private void send(String frame) {
    synchronized (lock) {
      if (socket == null) {
        unsent.add(frame);
      } else {
        socket.send(frame);
      }
    }
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private void closeIfIdle() {
    WebSocket idle;
    synchronized (lock) {
      if (ended || !exchanges.isEmpty() || !publishes.isEmpty()) {
        return;
      }
      idle = socket;
    }
    if (idle != null) {
      end(EndReason.completed());
      idle.close(CloseCodes.NORMAL, null);
    }
  }

  void abort() {
    WebSocket now;
    synchronized (lock) {
      now = socket;
    }
    end(EndReason.lost(silent ? "no-heartbeat: the server is silent" : "the socket was closed"));
    if (now != null) {
      now.cancel();
    }
  }

  @Override
  public void onOpen(WebSocket from, Response response) {
    opened = response.request();
    // Some proxies answer 101 and then pass nothing.
    watchdog.watch(HELLO_WITHIN);
  }

  @Override
  public void onMessage(WebSocket from, String text) {
    watchdog.heard();
    try {
      ServerFrame.decode(text.getBytes(StandardCharsets.UTF_8)).ifPresent(this::take);
    } catch (RejectedException e) {
      end(new EndReason.Unreadable("a frame is none: " + e.getMessage()));
      from.cancel();
    }
  }

  @Override
  public void onMessage(WebSocket from, ByteString bytes) {
    end(new EndReason.Unreadable("a frame is binary; frames are text"));
    from.cancel();
  }

  private void take(ServerFrame frame) {
    if (frame instanceof ServerFrame.Delivery delivery) {
      with(delivery.batch().channel(), exchange -> exchange.batch(delivery.batch()));
    } else if (frame instanceof ServerFrame.Unreadable broken) {
      with(broken.channel(), exchange -> cannotRead(exchange, broken));
    } else if (frame instanceof ServerFrame.Published published) {
      answer(published.ref(), publish -> publish.answer().complete(published.runs()));
    } else if (frame instanceof ServerFrame.Heartbeat beat) {
      beat.heads().forEach((channel, head) -> with(channel, x -> x.heartbeat(head)));
    } else if (frame instanceof ServerFrame.Subscribed begun) {
      if (!settles(begun.channel())) {
        with(begun.channel(), x -> x.subscribed(begun.position(), begun.head()));
      }
    } else if (frame instanceof ServerFrame.Hello hello) {
      watchdog.watchBeats(hello.heartbeatMillis());
    } else if (frame instanceof ServerFrame.Failure failure) {
      failed(failure);
    } else if (frame instanceof ServerFrame.End end) {
      endChannel(end.channel(), Outcomes.bye(end.code(), 0));
    } else if (frame instanceof ServerFrame.Bye bye) {
      synchronized (lock) {
        farewell = Outcomes.bye(bye.code(), bye.retryAfterMillis());
      }
    }
  }

  /** Whether it was said to an exchange that has left. */
  private boolean settles(String channel) {
    synchronized (lock) {
      return unsettled.remove(channel);
    }
  }

  /** The other channels of the socket are not to blame. */
  private void cannotRead(SocketExchange exchange, ServerFrame.Unreadable broken) {
    if (exchange.isSubscribed()) {
      leave(exchange);
      exchange.end(new EndReason.Unreadable("a batch is none: " + broken.why().getMessage()));
    }
  }

  private void failed(ServerFrame.Failure failure) {
    RealtimeException cause = failure.problem().toException(400);
    if (!failure.ref().isEmpty()) {
      answer(failure.ref(), publish -> publish.answer().completeExceptionally(cause));
    } else if (!failure.channel().isEmpty()) {
      settles(failure.channel());
      endChannel(failure.channel(), Outcomes.end(cause));
    }
  }

  private void endChannel(String channel, EndReason reason) {
    SocketExchange over;
    synchronized (lock) {
      over = exchanges.remove(channel);
    }
    if (over != null) {
      over.end(reason);
    }
    closeIfIdle();
  }

  private void with(String channel, Consumer<SocketExchange> action) {
    SocketExchange exchange;
    synchronized (lock) {
      exchange = exchanges.get(channel);
    }
    if (exchange != null) {
      action.accept(exchange);
    }
  }

  private void answer(String ref, Consumer<SocketPublish> action) {
    SocketPublish publish;
    synchronized (lock) {
      publish = publishes.remove(ref);
    }
    if (publish != null) {
      action.accept(publish);
    }
  }

  @Override
  public void onClosing(WebSocket from, int code, String reason) {
    EndReason told;
    synchronized (lock) {
      told = farewell;
    }
    end(CloseCodes.meaning(code, reason, told));
    from.close(CloseCodes.NORMAL, null);
  }

  @Override
  public void onFailure(WebSocket from, Throwable cause, @Nullable Response response) {
    if (response != null && response.code() != 101) {
      end(Outcomes.end(Outcomes.failure(response)));
    } else if (cause instanceof IOException cut) {
      end(EndReason.lost(Outcomes.describe(cut)));
    } else {
      end(EndReason.lost(cause.toString()));
    }
  }

  private void end(EndReason why) {
    Request accepted = opened;
    EndReason reason = accepted == null ? why : credentials.ended(why, accepted);
    List<SocketExchange> over;
    List<SocketPublish> unanswered;
    synchronized (lock) {
      if (ended) {
        return;
      }
      ended = true;
      over = new ArrayList<>(exchanges.values());
      unanswered = new ArrayList<>(publishes.values());
      exchanges.clear();
      publishes.clear();
    }
    watchdog.stop();
    forget.accept(this);
    UnansweredPublishes left = new UnansweredPublishes(unanswered, reason, accepted != null);
    over.forEach(exchange -> exchange.end(left.ofExchanges()));
    left.fail();
  }
}
