package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.spi.Exchange;
import dev.realtime.testkit.tck.RecordingInlet;
import dev.realtime.testkit.tck.Verifies;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that is closed while somebody goes on using it. */
class TransportClosedClientTest {
  private static final int NOBODY = 1;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  @Verifies("4.3")
  void required_4_3_anOpenAtAClosedClientEndsOnce(Transport kind) {
    TransportClient client = new TransportClient(kind, NOBODY);
    client.close();
    RecordingInlet inlet = new RecordingInlet();

    Exchange exchange = client.transport().open("a", Start.latest(), inlet);

    inlet.awaitEnd(Duration.ofSeconds(3));
    exchange.cancel();
    client.close();
    assertThat(inlet.ends()).hasSize(1);
    assertThat(inlet.violations()).isEmpty();
  }
}
