package dev.realtime.cli;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A resource that may be absent, to be closed where it is present.
 *
 * @param value the resource
 */
record Closing<T extends AutoCloseable>(Optional<T> value) implements AutoCloseable {
  /** The resource of a key; none without a key. */
  static <K, T extends AutoCloseable> Closing<T> of(@Nullable K key, Function<K, T> open) {
    return new Closing<>(Optional.ofNullable(key).map(open));
  }

  @Override
  public void close() {
    value.ifPresent(Closing::close);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
