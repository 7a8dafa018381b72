package dev.realtime.core.config;

/**
 * A type of values in the configuration.
 *
 * <p>Immutable.
 *
 * @param name the name in the documentation, such as {@code duration}
 * @param allowed the range or the choices within the type, empty for all of it
 * @param reader turns a text without surrounding blanks into a value
 */
record ValueType<T>(String name, String allowed, Reader<T> reader) {
  /** Turns a text into a value. */
  interface Reader<T> {
    T read(String text) throws BadValueException;
  }

  T read(String text) throws BadValueException {
    return reader.read(text.strip());
  }
}
