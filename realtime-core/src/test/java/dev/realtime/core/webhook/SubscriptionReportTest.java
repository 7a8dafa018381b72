package dev.realtime.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionReportTest {
  @ParameterizedTest
  @CsvSource({
    "pending, '', false",
    "pending, challenge_failed, true",
    "active, '', false",
    "throttled, the receiver asked to wait, false",
    "paused, paused by its owner, false",
    "paused, the receiver went back more than 5 times in an hour, true",
    "disabled, failed for 120 h, true",
    "gone, the receiver answered 410, true",
    "dreaming, '', false",
  })
  void whatAServerGaveUpIsToldFromWhatGoesOn(String state, String reason, boolean givenUp) {
    SubscriptionReport report =
        parse(
            "{\"id\":\"sub_1\",\"state\":\"%s\",\"reason\":\"%s\",\"position\":\"e:4\",\"x\":[1]}"
                .formatted(state, reason));

    assertThat(report.isGivenUp()).isEqualTo(givenUp);
    assertThat(report.position()).isEqualTo(Position.parse("e:4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "<html>",
        "{}",
        "{\"id\":\"sub_1\"}",
        "{\"id\":\"sub_1\",\"position\":\"four\"}",
        "{\"position\":\"e:4\"}"
      })
  void whatIsNoRecordIsRejected(String json) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(RejectedException.class);
  }

  @Test
  void whatAClientRegistersIsWhatTheServerReads() {
    NewSubscription asked =
        new NewSubscription(
            "a/b",
            "https://shop.example/hooks/a?b=\"c\"",
            Optional.of("whsec_secret"),
            Start.after(Position.parse("e:4")),
            Optional.of(Priority.BULK),
            HeadPolicy.of("dead-letter", 7),
            20,
            true);

    NewSubscription read =
        AdministrationRequest.parse(asked.toJson(), AdministrationRequest.CREATE).newSubscription();

    assertThat(read).isEqualTo(asked);
  }

  private static SubscriptionReport parse(String json) {
    return SubscriptionReport.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
