package dev.realtime.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.EndReason;
import dev.realtime.spi.Inlet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OneEndTest {
  private final List<String> heard = new ArrayList<>();
  private final OneEnd inlet = new OneEnd(new Hearing());

  @Test
  void required_4_3_anEndInsideACallIsToldAfterIt() {
    inlet.onOpen(Position.ORIGIN, Position.ORIGIN);
    inlet.onHead(Position.ORIGIN);
    inlet.onBatch(Batch.empty("a", Position.ORIGIN, Position.ORIGIN));
    inlet.onEnd(EndReason.lost("again"));
    inlet.onHead(Position.ORIGIN);

    assertThat(heard).containsExactly("open", "head", "batch", "handed in", "cancelled");
    assertThat(inlet.isEnded()).isTrue();
  }

  /** Is cancelled inside of onBatch. */
  private final class Hearing implements Inlet {
    @Override
    public void onOpen(Position at, Position head) {
      heard.add("open");
    }

    @Override
    public CompletionStage<Void> onBatch(Batch batch) {
      heard.add("batch");
      inlet.onEnd(EndReason.lost("cancelled"));
      heard.add("handed in");
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onHead(Position head) {
      heard.add("head");
    }

    @Override
    public void onEnd(EndReason reason) {
      heard.add(((EndReason.Lost) reason).why());
    }
  }
}
