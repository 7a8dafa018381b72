package dev.realtime.core.config;

/**
 * A setting that the library knows: its name, its type and its default. {@link Keys} holds all of
 * them.
 *
 * <p>Immutable.
 *
 * @param <T> the type of its values in Java
 */
public final class Key<T> {
  private final String name;
  private final ValueType<T> type;
  private final String defaultText;
  private final T defaultValue;
  private final String meaning;
  private final boolean secret;

  private Key(String name, ValueType<T> type, String defaultText, String meaning, boolean secret) {
    this.name = name;
    this.type = type;
    this.defaultText = defaultText;
    this.meaning = meaning;
    this.secret = secret;
    try {
      this.defaultValue = type.read(defaultText);
    } catch (BadValueException e) {
      throw new IllegalArgumentException(String.join("\n", e.in(name, Origin.DEFAULT)), e);
    }
  }

  static <T> Key<T> of(String name, ValueType<T> type, String defaultText, String meaning) {
    return new Key<>(name, type, defaultText, meaning, false);
  }

  /** A key whose value is shown nowhere; without a default. */
  static <T> Key<T> secret(String name, ValueType<T> type, String meaning) {
    return new Key<>(name, type, "", meaning, true);
  }

  /** The canonical name, such as {@code realtime.long-polling.wait}. */
  public String name() {
    return name;
  }

  /** The name of the type in the documentation, such as {@code duration}. */
  public String type() {
    return type.name();
  }

  /** What the setting decides, as a part of a sentence for the documentation. */
  public String meaning() {
    return meaning;
  }

  /** The default as a configuration would write it; empty for none. */
  public String defaultText() {
    return defaultText;
  }

  /** The value where no source sets the key. */
  public T defaultValue() {
    return defaultValue;
  }

  /** Whether messages and descriptions mask the value. */
  public boolean secret() {
    return secret;
  }

  /** The range or the choices within the type, empty for all of it. */
  String allowed() {
    return type.allowed();
  }

  T read(String text) throws BadValueException {
    return type.read(text);
  }

  @Override
  public String toString() {
    return name;
  }
}
