package dev.realtime.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelectorFlusherTest {
  private final RealtimeHandler realtime =
      RealtimeHandler.builder()
          .configuration(Configuration.builder().set("realtime.server.port", "0").build())
          .build();
  private final JettyServer server =
      new JettyServer(realtime.configuration(), realtime, new Handler.Sequence());
  private final SelectorFlusher flusher = realtime.flusher();
  private final LinkedBlockingQueue<String> ran = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws IOException {
    server.start();
    server.flushOnSelector();
  }

  @AfterEach
  void stop() {
    server.stop();
    realtime.close();
  }

  private String next() throws InterruptedException {
    return ran.poll(10, TimeUnit.SECONDS);
  }

  private void addThread() {
    ran.add(Thread.currentThread().getName() + " " + flusher.isRunningHere());
  }

  @Test
  void tasksRunOnTheThreadThatSelects() throws Exception {
    flusher.execute(this::addThread);

    assertThat(next()).matches("realtime-jetty-\\d+ true");
    assertThat(flusher.isRunningHere()).isFalse();
  }

  @Test
  void tasksRunInOrderAndWhatOneAddsRunsAfterThoseThatWait() throws Exception {
    CompletableFuture<Void> bothWait = new CompletableFuture<>();
    flusher.execute(
        () -> {
          bothWait.join();
          flusher.execute(() -> ran.add("added"));
          ran.add("first");
        });
    flusher.execute(() -> ran.add("second"));
    bothWait.complete(null);

    assertThat(List.of(next(), next(), next())).containsExactly("first", "second", "added");
  }

  @Test
  void aTaskThatThrowsKeepsNoneFromRunning() throws Exception {
    flusher.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    flusher.execute(() -> ran.add("next"));

    assertThat(next()).isEqualTo("next");
  }

  @Test
  void afterTheServerTasksRunOnAThreadOfTheirOwn() throws Exception {
    server.stop();

    flusher.execute(this::addThread);

    assertThat(next()).isEqualTo("realtime-flusher-1 true");
  }

  @Test
  void longPollsOfOneConnectionAreAnsweredOneAfterTheOther() throws Exception {
    Http http = new Http(server.url("/realtime"));
    List<String> seen = new ArrayList<>();
    String after = "0:0";
    for (int n = 0; n < 20; n++) {
      var poll = http.getLater("/channels/a?wait=20&after=" + after);
      http.post("/channels/a", "text/plain", "m" + n);
      var answer = poll.get(10, TimeUnit.SECONDS);
      after = answer.headers().firstValue("realtime-position").orElseThrow();
      seen.add(answer.body().replaceAll("(?s).*\"text\":\"([^\"]*)\".*", "$1"));
    }

    assertThat(seen).first().isEqualTo("m0");
    assertThat(seen).last().isEqualTo("m19");
    assertThat(seen).hasSize(20);
  }
}
