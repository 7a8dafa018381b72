package dev.realtime.testkit.tck;

import dev.realtime.Position;
import dev.realtime.core.wire.ServerFrame;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server of sockets that does one thing wrong: it sends the channel {@code a} from its beginning
 * to whoever subscribes. Thread-safe.
 */
final class FakeSocketServer {
  private static final int MAX_FRAME = 1 << 20;

  private final FakeServer parts = new FakeServer();
  private final List<FakeSocket> sockets = new CopyOnWriteArrayList<>();
  private final Fault fault;

  /** What such a server does wrong. */
  enum Fault {
    NONE,
    BATCH_OVER_TWO_MESSAGES,
    TWO_BATCHES_IN_ONE_MESSAGE,
    CLOSES_WITH_1000,
    CLOSES_AT_EVERY_MISTAKE,
    PONGS_WITHOUT_CONTENT
  }

  private FakeSocketServer(Fault fault) {
    this.fault = fault;
  }

  static ServerFixture start(Fault fault) throws IOException {
    FakeSocketServer server = new FakeSocketServer(fault);
    server.parts.accept(server::serve);
    server.parts.draining().thenRun(server::bye);
    return server.parts;
  }

  private void bye() {
    try {
      for (FakeSocket peer : sockets) {
        peer.say("{\"op\":\"bye\",\"code\":\"shutting-down\",\"retryAfterMillis\":1}");
        close(peer, 4000, "shutting-down");
      }
    } catch (IOException e) {
      // a peer that is gone needs no bye
    }
  }

  private void serve(Socket socket) {
    parts.open.incrementAndGet();
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      FakeSocket peer = FakeSocket.upgrade(in, socket.getOutputStream());
      sockets.add(peer);
      peer.say(ServerFrame.hello(FakeServer.HEARTBEAT_MILLIS, 1 << 16, MAX_FRAME));
      talk(peer);
    } catch (IOException e) {
      // the peer is gone
    } finally {
      parts.open.decrementAndGet();
    }
  }

  private void talk(FakeSocket peer) throws IOException {
    StringBuilder message = new StringBuilder();
    while (true) {
      FakeSocket.Frame frame = peer.hear();
      if (frame.opcode() == FakeSocket.PING) {
        peer.pong(fault == Fault.PONGS_WITHOUT_CONTENT ? "" : frame.payload());
        continue;
      }
      message.append(frame.payload());
      if (frame.opcode() == FakeSocket.CLOSE) {
        return;
      } else if (frame.opcode() == FakeSocket.BINARY) {
        close(peer, 4500, "bad-request: frames are text");
      } else if (message.length() > MAX_FRAME) {
        close(peer, 1009, "a frame has at most 1 MiB");
      } else if (frame.last()) {
        answer(peer, message.toString());
        message.setLength(0);
      }
    }
  }

  private void answer(FakeSocket peer, String message) throws IOException {
    if (message.equals("{\"op\":\"ping\"}")) {
      peer.say("{\"op\":\"pong\"}");
    } else if (message.contains("\"op\":\"subscribe\",\"channel\":\"a\"")) {
      deliver(peer, parts.engine.open("a"));
    } else {
      boolean forgiven = message.contains("\"op\":\"") && fault != Fault.CLOSES_AT_EVERY_MISTAKE;
      String ref = message.contains("late") ? "\"ref\":\"late\"," : "";
      peer.say("{\"op\":\"error\"," + ref + "\"problem\":{\"code\":\"bad-request\"}}");
      if (!forgiven) {
        close(peer, 4500, "bad-request: no frame");
      }
    }
  }

  private void deliver(FakeSocket peer, ChannelLog log) throws IOException {
    Position head = TransportEntries.head(log);
    peer.say(ServerFrame.subscribed("a", Position.ORIGIN, head));
    for (Position at = Position.ORIGIN; at.offset() < head.offset(); ) {
      Batch batch = FakeServer.read(log, at);
      String message = message(batch);
      switch (fault) {
        case BATCH_OVER_TWO_MESSAGES -> {
          peer.say(message.substring(0, message.length() / 2));
          peer.say(message.substring(message.length() / 2));
        }
        case TWO_BATCHES_IN_ONE_MESSAGE ->
            peer.say(message + message(FakeServer.read(log, batch.last())));
        default -> peer.say(message);
      }
      at = batch.last();
    }
  }

  private static String message(Batch batch) {
    return "{\"op\":\"batch\"," + FakeServer.json(batch).substring(1);
  }

  private void close(FakeSocket peer, int code, String reason) throws IOException {
    peer.close(fault == Fault.CLOSES_WITH_1000 ? 1000 : code, reason);
  }
}
