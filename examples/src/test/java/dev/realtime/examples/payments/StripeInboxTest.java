package dev.realtime.examples.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Message;
import dev.realtime.Payload;
import dev.realtime.Realtime;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StripeInboxTest {
  private static final byte[] BODY =
      "{\"id\":\"evt_test_webhook\",\"object\":\"event\"}".getBytes(StandardCharsets.UTF_8);
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_614_265_330), ZoneOffset.UTC);

  private static Map<String, List<String>> headers(String signature) {
    return Map.of("Stripe-Signature", List.of("t=1614265330,v1=" + signature));
  }

  @Test
  void whatThePaymentServiceSignedIsPublishedWithAKeyThatTellsRepeats() throws Exception {
    try (Realtime realtime = Realtime.inMemory()) {
      var payments = realtime.channel("payments/stripe", Payload.class);
      StripeInbox inbox = new StripeInbox(List.of("whsec_test_secret"), CLOCK, payments);
      CompletableFuture<Message<Payload>> published = new CompletableFuture<>();
      payments.subscribe(Start.earliest(), published::complete);

      inbox
          .take(headers("3c5817089d739023dd6190f70a3757e04f7a2fd8b5dab12c2e000f51970dccff"), BODY)
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);

      Message<Payload> message = published.get(10, TimeUnit.SECONDS);
      assertThat(message.data().toByteArray()).isEqualTo(BODY);
      assertThat(message.key()).startsWith("sha256-");
      assertThatThrownBy(() -> inbox.take(headers("0".repeat(64)), BODY))
          .isInstanceOf(RejectedException.class);
    }
  }
}
