package dev.realtime.jetty.websocket;

import dev.realtime.ErrorCode;
import dev.realtime.Transport;
import dev.realtime.UnavailableException;
import dev.realtime.core.config.Keys;
import dev.realtime.core.wire.ClientFrame;
import dev.realtime.core.wire.Problem;
import dev.realtime.core.wire.ServerFrame;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.jetty.exchange.Failures;
import dev.realtime.jetty.exchange.Lifetime;
import dev.realtime.jetty.exchange.OpenExchanges;
import dev.realtime.jetty.publish.PublishRoute;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * One socket: frames in, one after the other; what they ask for is done by {@link
 * SocketSubscriptions} and {@link SocketPublishing}.
 *
 * <p>Jetty calls it serially; timers and drains call from other threads.
 */
final class SocketConnection implements FrameHandler {
  private static final double DEAD_AFTER_BEATS = 2.5;

  private final SocketRequest request;
  private final Lifetime lifetime;
  private final Fragments message = new Fragments(PublishRoute.MAX_BODY);
  private volatile Caller caller;
  private volatile long heardAtNanos;
  private volatile @Nullable Parts parts;
  private volatile OpenExchanges.@Nullable Open open;

  /** What exists once the socket is open. */
  private record Parts(
      CoreSession session,
      SocketSink sink,
      SocketSubscriptions subscriptions,
      SocketPublishing publishing) {}

  SocketConnection(SocketRequest request) {
    this.request = request;
    this.caller = request.caller();
    this.lifetime = new Lifetime(caller.server(), this::beat, code -> bye(code, 0));
  }

  private long nanoTime() {
    return caller.server().time().timers().nanoTime();
  }

  @Override
  public void onOpen(CoreSession session, Callback callback) {
    SocketSink sink = sink(session);
    heardAtNanos = nanoTime();
    parts =
        new Parts(
            session,
            sink,
            new SocketSubscriptions(this::caller, sink),
            new SocketPublishing(this::caller, sink));
    try {
      open = caller.server().open().open(Transport.WEBSOCKET, request.remoteAddress(), this::bye);
      begin(sink);
      if (parts == null) {
        closeCounted();
      }
    } catch (UnavailableException e) {
      bye(e.code(), e.retryAfter().map(Duration::toMillis).orElse(0L));
    }
    callback.succeeded();
    session.demand();
  }

  private void begin(SocketSink sink) {
    sink.send(
        ServerFrame.hello(
            caller.server().config().get(Keys.HEARTBEAT_INTERVAL).toMillis(),
            caller.server().config().get(Keys.MAX_MESSAGE_SIZE),
            PublishRoute.MAX_BODY));
    request
        .channel()
        .ifPresent(
            channel ->
                handle(new ClientFrame.Subscribe(channel, request.after(), request.window())));
    lifetime.start(caller);
  }

  private SocketSink sink(CoreSession session) {
    return new SocketSink(
        session,
        ((WebSocketCoreSession) session).getConnection().getEndPoint(),
        caller.server().time().timers(),
        caller.server().config().get(Keys.WEBSOCKET_SEND_TIMEOUT));
  }

  private Caller caller() {
    return caller;
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    heardAtNanos = nanoTime();
    Parts now = parts;
    if (now == null) {
      callback.succeeded();
      return;
    }
    if (frame.getOpCode() == OpCode.CLOSE) {
      now.sink.closed(callback);
      return;
    }
    if (!now.sink.isClosing()) {
      hear(frame, now);
    }
    callback.succeeded();
    now.session.demand();
  }

  private void hear(Frame frame, Parts now) {
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.CONTINUATION -> text(frame, now);
      case OpCode.BINARY -> now.sink.close(ErrorCode.BAD_REQUEST, "frames are text");
      case OpCode.PING -> now.sink.pong(frame.getPayload());
      default -> {}
    }
  }

  private void text(Frame frame, Parts now) {
    try {
      byte[] whole = message.add(frame);
      if (whole != null) {
        handle(ClientFrame.decode(whole, request.channel().orElse("")));
      }
    } catch (MessageTooLargeException e) {
      now.sink.close(CloseStatus.MESSAGE_TOO_LARGE, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      now.sink.close(Failures.causeOf(e).code(), "");
    }
  }

  private void handle(ClientFrame frame) {
    Parts now = parts;
    if (now == null) {
      return;
    }
    if (frame instanceof ClientFrame.Subscribe subscribe) {
      now.subscriptions.subscribe(subscribe);
    } else if (frame instanceof ClientFrame.Unsubscribe unsubscribe) {
      now.subscriptions.unsubscribe(unsubscribe.channel());
    } else if (frame instanceof ClientFrame.Ack ack) {
      now.subscriptions.acknowledge(ack);
    } else if (frame instanceof ClientFrame.Publish publish) {
      now.publishing.publish(publish);
    } else if (frame instanceof ClientFrame.Token token) {
      renew(token.token(), now);
    } else if (frame instanceof ClientFrame.Ping) {
      now.sink.send(ServerFrame.pong());
    } else if (frame instanceof ClientFrame.Malformed wrong) {
      refuse(wrong, now);
    }
  }

  /** A frame without an op is no speech of this protocol; all else is answered and forgiven. */
  private static void refuse(ClientFrame.Malformed wrong, Parts now) {
    now.sink.send(ServerFrame.failure(wrong.ref(), wrong.channel(), Problem.of(wrong.why())));
    if (!wrong.hasOp()) {
      now.sink.close(ErrorCode.BAD_REQUEST, String.valueOf(wrong.why().getMessage()));
    }
  }

  private void renew(String token, Parts now) {
    Caller.authenticate(caller.server(), Optional.of("Bearer " + token))
        .whenComplete(
            (renewed, failure) -> {
              if (failure != null) {
                now.sink.close(Failures.causeOf(failure).code(), "");
              } else if (renewed.principal().name().equals(caller.principal().name())) {
                caller = renewed;
                lifetime.renew(renewed);
              } else {
                now.sink.close(ErrorCode.UNAUTHENTICATED, "the token is of another principal");
              }
            });
  }

  private void beat() {
    Parts now = parts;
    if (now == null) {
      return;
    }
    long interval = caller.server().config().get(Keys.HEARTBEAT_INTERVAL).toNanos();
    // While something is on its way our pings queue behind it, so silence means nothing.
    if (!now.sink.isWriting() && nanoTime() - heardAtNanos > interval * DEAD_AFTER_BEATS) {
      now.sink.close(ErrorCode.NO_HEARTBEAT, "");
      now.sink.abort();
    } else {
      now.sink.ping();
      now.subscriptions.heads().thenAccept(heads -> now.sink.send(ServerFrame.heartbeat(heads)));
    }
  }

  private void bye(ErrorCode code, long retryAfterMillis) {
    Parts now = parts;
    if (now != null) {
      now.sink.send(ServerFrame.bye(code, retryAfterMillis));
      now.sink.close(code, "");
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    lifetime.stop();
    Parts now = parts;
    if (now != null) {
      parts = null;
      now.sink.stop();
      now.subscriptions.stop();
    }
    closeCounted();
    callback.succeeded();
  }

  private void closeCounted() {
    OpenExchanges.Open counted = open;
    if (counted != null) {
      counted.close();
    }
  }
}
