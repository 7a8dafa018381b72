package dev.realtime.testkit.tck;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/**
 * A conversation on a raw socket, as anybody's client has it. Heartbeats are left out. Every call
 * fails that waits more than 10 seconds.
 *
 * <p>Confined to one thread. {@link #close} cuts the connection.
 */
public final class SocketTalk implements WebSocket.Listener, AutoCloseable {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final StringBuilder message = new StringBuilder();
  private final WebSocket socket;

  private SocketTalk(URI uri) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(uri, this)
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
  }

  /** Connects; the hello is the first frame to be heard. */
  public static SocketTalk to(URI base, String path) {
    return new SocketTalk(URI.create(base.toString().replace("http:", "ws:") + path));
  }

  /** Connects to the socket of many channels and hears the hello. */
  public static SocketTalk many(URI base) {
    SocketTalk talk = to(base, "/socket");
    String hello = talk.hear();
    Assertions.assertTrue(hello.startsWith("{\"op\":\"hello\""), () -> "no hello but " + hello);
    return talk;
  }

  private void said(CompletableFuture<WebSocket> sending) {
    try {
      sending.orTimeout(10, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new AssertionError("nothing can be said; the close: " + closed.getNow("none"), e);
    }
  }

  /** Says a frame; apostrophes become quotation marks. */
  public SocketTalk say(String json) {
    said(socket.sendText(json.replace('\'', '"'), true));
    return this;
  }

  /** Says a binary frame. */
  public void sayBytes(byte[] bytes) {
    said(socket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  /** Says a message in two frames. */
  public void sayInPieces(String first, String second) {
    said(socket.sendText(first, false));
    said(socket.sendText(second, true));
  }

  /** Sends a ping and waits for the content of the pong. */
  public String ping(String content) {
    said(socket.sendPing(StandardCharsets.UTF_8.encode(content)));
    return take(pongs, "no pong");
  }

  /** The next frame. */
  public String hear() {
    return take(heard, "no frame");
  }

  private String take(BlockingQueue<String> queue, String none) {
    try {
      String next = queue.poll(10, TimeUnit.SECONDS);
      return Assertions.assertInstanceOf(
          String.class, next, none + " within 10 s; the close: " + closed.getNow("none"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The frames so far that were not heard yet, up to the answer to a ping. */
  public String hearAllUntilPong() {
    say("{'op':'ping'}");
    StringBuilder all = new StringBuilder();
    for (String next = hear(); !next.equals("{\"op\":\"pong\"}"); next = hear()) {
      all.append(next).append('\n');
    }
    return all.toString();
  }

  /** The close code and reason. */
  public String awaitClose() {
    return closed.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      String whole = message.toString();
      message.setLength(0);
      if (!whole.startsWith("{\"op\":\"heartbeat\"")) {
        heard.add(whole);
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer content) {
    pongs.add(StandardCharsets.UTF_8.decode(content).toString());
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete("cut: " + error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
