package dev.realtime.core.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;

/** What a builder complains of. */
final class Refusals {
  private Refusals() {}

  /** The problems, one a line; fails if the configuration is accepted. */
  static List<String> of(Configuration.Builder builder) {
    RejectedException refusal = catchThrowableOfType(RejectedException.class, builder::build);
    Assertions.assertThat(refusal).as("a refusal").isNotNull();
    Assertions.assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION);
    return Objects.requireNonNull(refusal.getMessage()).lines().toList();
  }

  /** The problems of a key that is set in the builder. */
  static List<String> of(String key, String value) {
    return of(Configuration.builder().set(key, value));
  }
}
