package dev.realtime.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.MessageId;
import dev.realtime.Payload;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.NewEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class QueuedLogRaceTest {
  private static final int EACH = 5_000;

  @Test
  void appendsOfManyThreadsAreStoredInTheOrderOfEach() {
    ExecutorService executor = Executors.newFixedThreadPool(6);
    try (QueuedLogEngine engine =
        new QueuedLogEngine(
            new MemoryLogEngine(
                Retention.defaults().withMaxMessages(1_000), Clock.systemUTC(), new Random(1)),
            executor)) {
      List<CompletableFuture<List<AppendResult>>> producers = new ArrayList<>();
      for (String producer : List.of("p1", "p2", "p3", "p4")) {
        producers.add(
            CompletableFuture.supplyAsync(() -> appendAll(engine.open("a"), producer), executor));
      }

      for (CompletableFuture<List<AppendResult>> producer : producers) {
        assertThat(producer.join())
            .hasSize(EACH)
            .allMatch(result -> result instanceof AppendResult.Stored);
      }
      Position head = engine.open("a").bounds().toCompletableFuture().join().head();
      assertThat(head.offset()).isEqualTo(4L * EACH);
    } finally {
      executor.shutdown();
    }
  }

  /** Pipelines: the log refuses each that overtakes one before it. */
  private static List<AppendResult> appendAll(ChannelLog log, String producer) {
    List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
    for (int sequence = 1; sequence <= EACH; sequence++) {
      NewEntry entry = new NewEntry(Payload.json("1"), PublishOptions.defaults());
      answers.add(
          log.append(Append.of("", new MessageId(producer, sequence), List.of(entry)))
              .toCompletableFuture());
      if (sequence % 100 == 0) {
        answers.get(sequence - 1).join();
      }
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }
}
