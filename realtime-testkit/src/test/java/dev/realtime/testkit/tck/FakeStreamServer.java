package dev.realtime.testkit.tck;

import com.sun.net.httpserver.HttpExchange;
import dev.realtime.Position;
import dev.realtime.Start;
import dev.realtime.core.loop.SerialExecutor;
import dev.realtime.spi.Batch;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.Outlet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server of event streams that does one thing wrong. Thread-safe. */
final class FakeStreamServer {
  private static final String PATH = "/realtime/channels/";

  private final FakeServer parts = new FakeServer();
  private final Fault fault;

  /** What such a server does wrong. */
  enum Fault {
    NONE,
    HELLO_WITHOUT_ID,
    ID_ON_HEARTBEAT,
    ID_ON_BYE,
    CRLF,
    TWO_BATCHES_IN_ONE_EVENT,
    PREVIOUS_AS_ID,
    LAST_EVENT_ID_IGNORED,
    LYING_ACK
  }

  private FakeStreamServer(Fault fault) {
    this.fault = fault;
  }

  static ServerFixture start(Fault fault) throws IOException {
    FakeStreamServer server = new FakeStreamServer(fault);
    server.parts.answer(PATH, server::stream);
    return server.parts;
  }

  private void stream(HttpExchange exchange) throws IOException {
    parts.open.incrementAndGet();
    try (OutputStream out = exchange.getResponseBody()) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      ChannelLog log =
          parts.engine.open(exchange.getRequestURI().getPath().substring(PATH.length()));
      deliver(log, start(exchange, log), out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      parts.open.decrementAndGet();
      exchange.close();
    }
  }

  private Position start(HttpExchange exchange, ChannelLog log) {
    String lastId = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    if (lastId != null && fault != Fault.LAST_EVENT_ID_IGNORED) {
      return Position.parse(lastId);
    }
    boolean latest = exchange.getRequestURI().getQuery().equals("after=latest");
    return TransportEntries.join(log.resolve(latest ? Start.latest() : Start.earliest()));
  }

  private void deliver(ChannelLog log, Position from, OutputStream out)
      throws IOException, InterruptedException {
    Outlet outlet = outlet(log, out);
    Position at = from;
    say(out, "event: hello\n" + id(at, fault != Fault.HELLO_WITHOUT_ID) + "data: {}\n\n");
    while (!parts.isDraining()) {
      Batch batch = FakeServer.read(log, at);
      if (batch.isEmpty()) {
        parts.awaitGrowth(log, at);
        say(out, "event: heartbeat\n" + id(at, fault == Fault.ID_ON_HEARTBEAT) + "data: {}\n\n");
      } else {
        TransportEntries.join(outlet.write(batch));
        at = batch.last();
      }
    }
    say(out, "event: bye\n" + id(at, fault == Fault.ID_ON_BYE) + "data: {}\n\n");
  }

  private Outlet outlet(ChannelLog log, OutputStream out) {
    Outlet right =
        new Outlet() {
          @Override
          public CompletionStage<Void> write(Batch batch) {
            try {
              say(out, event(log, batch));
              return CompletableFuture.completedFuture(null);
            } catch (IOException e) {
              return CompletableFuture.failedFuture(e);
            }
          }

          @Override
          public void end(End end) {}
        };
    return fault == Fault.LYING_ACK
        ? new LyingAckOutlet(right, new SerialExecutor(parts.threads))
        : right;
  }

  private String event(ChannelLog log, Batch batch) {
    String more = "";
    if (fault == Fault.TWO_BATCHES_IN_ONE_EVENT) {
      more = "data: " + FakeServer.json(FakeServer.read(log, batch.last())) + "\n";
    }
    Position id = fault == Fault.PREVIOUS_AS_ID ? batch.previous() : batch.last();
    return id(id, true) + "data: " + FakeServer.json(batch) + "\n" + more + "\n";
  }

  private static String id(Position at, boolean said) {
    return said ? "id: " + at + "\n" : "";
  }

  private void say(OutputStream out, String event) throws IOException {
    String lines = fault == Fault.CRLF ? event.replace("\n", "\r\n") : event;
    out.write(lines.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
