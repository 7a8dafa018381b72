package dev.realtime.jetty.exchange;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a body to a limit. Jetty's own reader fails the whole request at the limit, which then
 * cannot be answered any more.
 *
 * <p>A body that has not come whole after 5 s must have brought 1 KiB for each second more, or it
 * is given up. That is judged whenever bytes come, also those that are none of the body as the
 * extension of a chunk, so it needs no timer: where none come, the idle time-out of the connection
 * ends the wait.
 *
 * <p>Confined to the request: Jetty asks for more from one thread at a time.
 */
final class BodyReading implements Invocable.Task {
  private static final long GRACE_NANOS = 5_000_000_000L;
  private static final long NANOS_PER_BYTE = 1_000_000_000L / 1_024;
  private static final int REQUEST_TIMEOUT = 408;

  private final Content.Source source;
  private final int maxBytes;
  private final LongSupplier nanoTime;
  private final long beganNanos;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private boolean keeps = true;
  private long came;

  private BodyReading(Content.Source source, int maxBytes, LongSupplier nanoTime) {
    this.source = source;
    this.maxBytes = maxBytes;
    this.nanoTime = nanoTime;
    this.beganNanos = nanoTime.getAsLong();
  }

  /**
   * Completes with the body; fails with payload-too-large if it has more bytes, with
   * connection-lost if it comes too slowly.
   */
  static CompletableFuture<byte[]> read(
      Content.Source source, int maxBytes, LongSupplier nanoTime) {
    BodyReading reading = new BodyReading(source, maxBytes, nanoTime);
    reading.run();
    return reading.body;
  }

  /**
   * Completes when a body has come whole, of which nothing is kept; fails with connection-lost if
   * it comes too slowly.
   */
  static CompletableFuture<byte[]> discard(Content.Source source, LongSupplier nanoTime) {
    BodyReading reading = new BodyReading(source, 0, nanoTime);
    reading.keeps = false;
    reading.run();
    return reading.body;
  }

  static RejectedException tooLarge(int maxBytes) {
    return new RejectedException(
        ErrorCode.PAYLOAD_TOO_LARGE, "the body has more than " + maxBytes + " bytes");
  }

  /** Nothing of it was stored, so the sender may try again. */
  private UnavailableException tooSlow() {
    return new UnavailableException(
        ErrorCode.CONNECTION_LOST,
        "the body came too slowly: "
            + came
            + " bytes had come when the server gave up; after 5 s, 1 KiB a second is the least",
        null,
        false,
        new HttpException.RuntimeException(REQUEST_TIMEOUT));
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
        if (isTooSlow()) {
          body.completeExceptionally(tooSlow());
        } else {
          source.demand(this);
        }
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        Throwable failure = chunk.getFailure();
        body.completeExceptionally(failure instanceof TimeoutException ? tooSlow() : failure);
        return;
      }
      take(chunk);
      chunk.release();
    }
  }

  private void take(Content.Chunk chunk) {
    ByteBuffer part = chunk.getByteBuffer();
    came += part.remaining();
    if (keeps && came > maxBytes) {
      body.completeExceptionally(tooLarge(maxBytes));
      return;
    }
    if (keeps) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }
    if (chunk.isLast()) {
      body.complete(bytes.toByteArray());
    } else if (isTooSlow()) {
      body.completeExceptionally(tooSlow());
    }
  }

  private boolean isTooSlow() {
    return nanoTime.getAsLong() - beganNanos > GRACE_NANOS + came * NANOS_PER_BYTE;
  }
}
