package dev.realtime.jetty.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.testkit.FakeTimers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ROOM = 4;

  private final ByteArrayEndPoint peer = new ByteArrayEndPoint(new byte[0], ROOM);
  private final FakeTimers timers = new FakeTimers();
  private final List<String> events = new ArrayList<>();
  private final FrameWriter writer =
      new FrameWriter(peer, timers, PATIENCE, () -> events.add("cut"));

  private CompletableFuture<Void> write(String frame) {
    return writer
        .write(StandardCharsets.US_ASCII.encode(frame))
        .whenComplete((done, failure) -> events.add(frame + (failure == null ? "" : " lost")))
        .toCompletableFuture();
  }

  @Test
  void aFrameThatIsTakenAtOnceIsWritten() {
    assertThat(write("ab")).isCompleted();

    assertThat(peer.takeOutputString()).isEqualTo("ab");
    assertThat(writer.isWriting()).isFalse();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void framesThatCameDuringAWriteGoOutTogetherInTheirOrder() {
    write("abcdef");
    write("g");
    write("h");
    assertThat(writer.isWriting()).isTrue();

    assertThat(peer.takeOutputString()).isEqualTo("abcd");
    assertThat(peer.takeOutputString()).isEqualTo("efgh");

    assertThat(events).containsExactly("abcdef", "g", "h");
    assertThat(writer.isWriting()).isFalse();
  }

  @Test
  void theEndPointIsLeftAfterTheLastFrame() {
    write("abcdef");
    write("g");

    writer.finish(() -> events.add("left"));
    writer.finish(() -> events.add("left again"));
    write("h");
    peer.takeOutput();
    peer.takeOutput();

    assertThat(events).containsExactly("h lost", "abcdef", "g", "left", "left again");
  }

  @Test
  void theEndPointIsLeftAtOnceWhereNothingIsOnItsWay() {
    writer.finish(() -> events.add("left"));

    assertThat(events).containsExactly("left");
  }

  @Test
  void aPeerThatTakesNothingIsCut() {
    write("abcdef");

    timers.advance(PATIENCE);

    assertThat(events).containsExactly("cut");
  }

  @Test
  void aPeerThatTakesALittleIsNotCut() {
    CompletableFuture<Void> written = write("abcdefghijklmnopqrst");

    for (int i = 0; i < 3; i++) {
      timers.advance(PATIENCE.minusMillis(1));
      peer.takeOutput();
    }
    assertThat(events).isEmpty();
    peer.takeOutput();
    timers.advance(PATIENCE);

    assertThat(written).isCompleted();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void aPeerThatTookOneFrameOfTwoIsNotCutForTheOther() {
    write("abcdef");
    timers.advance(PATIENCE.minusMillis(1));
    peer.takeOutput();
    peer.takeOutput();
    write("uvwxyz");

    timers.advance(Duration.ofMillis(1));

    assertThat(events).containsExactly("abcdef");
  }

  @Test
  void nobodyIsWatchedAfterTheEnd() {
    write("abcdef");

    writer.stop();

    assertThat(timers.pending()).isZero();
  }

  @Test
  void aFailureEndsAllFramesAndCutsTheConnection() {
    write("abcdef");
    write("g");

    peer.close();

    assertThat(events).containsExactly("abcdef lost", "g lost", "cut");
    assertThat(write("h")).isCompletedExceptionally();
  }

  @Test
  void aPeerThatLetsTooManyFramesPileUpIsCut() {
    write("abcdef");

    for (int i = 0; i <= 512 && events.isEmpty(); i++) {
      writer.write(ByteBuffer.allocate(1));
    }

    assertThat(events).containsExactly("cut");
  }

  @Test
  void twoWhoWriteWheneverTheirLastIsWrittenDoNotGrowTheStack() {
    write("abcdef");
    Repeater one = new Repeater(100_000);
    Repeater other = new Repeater(100_000);
    one.next();
    other.next();

    while (writer.isWriting()) {
      peer.takeOutput();
    }

    assertThat(one.left).isZero();
    assertThat(other.left).isZero();
  }

  private final class Repeater {
    private int left;

    Repeater(int left) {
      this.left = left;
    }

    void next() {
      while (left > 0) {
        left--;
        CompletableFuture<Void> written =
            writer.write(ByteBuffer.allocate(1)).toCompletableFuture();
        if (!written.isDone()) {
          written.thenRun(this::next);
          return;
        }
      }
    }
  }
}
