package dev.realtime.okhttp.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {
  @Test
  void workAfterTheShutdownIsRefusedAndNotForgotten() {
    ExecutorService threads = RequestThreads.open("request");
    threads.shutdown();
    List<RejectedException> refused = new ArrayList<>();

    RequestThreads.start(threads, () -> {}, refused::add);

    assertThat(refused)
        .singleElement()
        .extracting(RejectedException::code)
        .isEqualTo(ErrorCode.CLOSED);
  }
}
