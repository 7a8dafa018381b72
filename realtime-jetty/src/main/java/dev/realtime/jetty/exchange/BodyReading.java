package dev.realtime.jetty.exchange;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a body to a limit. Jetty's own reader fails the whole request at the limit, which then
 * cannot be answered any more.
 *
 * <p>Confined to the request: Jetty asks for more from one thread at a time.
 */
final class BodyReading implements Invocable.Task {
  private final Content.Source source;
  private final int maxBytes;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();

  private BodyReading(Content.Source source, int maxBytes) {
    this.source = source;
    this.maxBytes = maxBytes;
  }

  /** Completes with the body; fails with payload-too-large if it has more bytes. */
  static CompletableFuture<byte[]> read(Content.Source source, int maxBytes) {
    BodyReading reading = new BodyReading(source, maxBytes);
    reading.run();
    return reading.body;
  }

  static RejectedException tooLarge(int maxBytes) {
    return new RejectedException(
        ErrorCode.PAYLOAD_TOO_LARGE, "the body has more than " + maxBytes + " bytes");
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public void run() {
    while (!body.isDone()) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        source.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        body.completeExceptionally(chunk.getFailure());
        return;
      }
      take(chunk);
      chunk.release();
    }
  }

  private void take(Content.Chunk chunk) {
    ByteBuffer part = chunk.getByteBuffer();
    if (bytes.size() + part.remaining() > maxBytes) {
      body.completeExceptionally(tooLarge(maxBytes));
      return;
    }
    byte[] copy = new byte[part.remaining()];
    part.get(copy);
    bytes.writeBytes(copy);
    if (chunk.isLast()) {
      body.complete(bytes.toByteArray());
    }
  }
}
