package dev.realtime.jetty.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.ErrorCode;
import dev.realtime.UnavailableException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.AsyncContent;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyReadingTest {
  private final AsyncContent content = new AsyncContent();
  private long nanos = -1_000;

  private CompletableFuture<byte[]> read() {
    return BodyReading.read(content, 1 << 20, () -> nanos);
  }

  private void comes(int bytes, boolean last) {
    content.write(last, ByteBuffer.allocate(bytes), Callback.NOOP);
  }

  private void passes(int seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aByteNowAndThenIsTooSlowAfterFiveSeconds() {
    CompletableFuture<byte[]> body = read();
    passes(4);
    comes(1, false);
    assertThat(body).isNotDone();
    passes(2);

    comes(1, false);

    assertThatThrownBy(body::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            UnavailableException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
              assertThat(failure.outcomeUnknown()).isFalse();
              assertThat(failure).hasMessageContaining("2 bytes had come");
            });
  }

  /** Jetty wakes the reader for the bytes around a body too, such as the extension of a chunk. */
  @Test
  void bytesThatAreNoneOfTheBodyDoNotKeepItOpen() {
    WakingSource source = new WakingSource();
    CompletableFuture<byte[]> body = BodyReading.read(source, 1 << 20, () -> nanos);
    passes(4);
    source.wake();
    assertThat(body).isNotDone();
    passes(2);

    source.wake();

    assertThat(body).isCompletedExceptionally();
  }

  @Test
  void oneKibibyteASecondIsFastEnough() {
    CompletableFuture<byte[]> body = read();
    for (int i = 0; i < 60; i++) {
      passes(1);
      comes(1_024, false);
    }
    passes(1);
    comes(1, true);

    assertThat(body.join()).hasSize(60 * 1_024 + 1);
  }

  @Test
  void theLastByteIsNeverTooLate() {
    CompletableFuture<byte[]> body = read();
    passes(60);

    comes(1, true);

    assertThat(body.join()).hasSize(1);
  }

  /** Never has a chunk. */
  private static final class WakingSource implements Content.Source {
    private Runnable demand = () -> {};

    void wake() {
      demand.run();
    }

    @Override
    public Content.@Nullable Chunk read() {
      return null;
    }

    @Override
    public void demand(Runnable callback) {
      demand = callback;
    }

    @Override
    public void fail(Throwable failure) {}
  }
}
