package dev.realtime.benchmarks;

import dev.realtime.core.webhook.WebhookHeaders;
import dev.realtime.core.webhook.WebhookSecret;
import dev.realtime.core.webhook.WebhookSigner;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the signature of one attempt costs, by the size of the body. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SignBenchmark {
  /** Bytes of the body. */
  @Param({"1024", "65536"})
  public int bytes;

  private byte[] body = new byte[0];
  private WebhookSigner signer = signer();

  private static WebhookSigner signer() {
    WebhookSecret secret =
        WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=");
    return new WebhookSigner(List.of(secret), Clock.systemUTC());
  }

  /** Makes a body. */
  @Setup
  public void setUp() {
    body = new byte[bytes];
    signer = signer();
  }

  /** Signs it once. */
  @Benchmark
  public WebhookHeaders sign() {
    return signer.sign("sub_7qm_e1_43-45", body);
  }
}
