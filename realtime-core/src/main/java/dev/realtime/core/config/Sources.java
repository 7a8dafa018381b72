package dev.realtime.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** Reads the places in which a configuration may stand. */
final class Sources {
  static final String CLASSPATH_FILE = "realtime.properties";
  private static final String FILE_PROPERTY = "realtime.config";
  private static final String FILE_VARIABLE = "REALTIME_CONFIG";

  private Sources() {}

  static Source map(Origin.Kind kind, Map<String, String> map) {
    List<Setting> settings =
        map.entrySet().stream()
            .map(e -> new Setting(e.getKey(), e.getValue(), new Origin(kind, e.getKey())))
            .toList();
    return new Source(kind, settings, List.of());
  }

  static Source environment(Map<String, String> variables) {
    return map(Origin.Kind.ENVIRONMENT, prefixed(variables));
  }

  static Source systemProperties(Properties properties) {
    return map(Origin.Kind.SYSTEM_PROPERTY, prefixed(texts(properties)));
  }

  /** The file that a system property or a variable names. */
  static Optional<Source> named(Properties properties, Map<String, String> variables) {
    String property = properties.getProperty(FILE_PROPERTY, "");
    String variable = variables.getOrDefault(FILE_VARIABLE, "");
    if (!property.isBlank()) {
      return Optional.of(file(property, "system property " + FILE_PROPERTY));
    }
    return variable.isBlank()
        ? Optional.empty()
        : Optional.of(file(variable, "environment " + FILE_VARIABLE));
  }

  private static Source file(String path, String namedBy) {
    try {
      return file(Path.of(path.strip()), namedBy);
    } catch (InvalidPathException e) {
      return unreadable(Origin.Kind.FILE, path, "is not a path", namedBy);
    }
  }

  /**
   * A file.
   *
   * @param namedBy who named it, for the message if it cannot be read
   */
  static Source file(Path path, String namedBy) {
    String name = path.toAbsolutePath().toString();
    try {
      return text(Origin.Kind.FILE, name, Files.readAllBytes(path));
    } catch (IOException e) {
      return unreadable(Origin.Kind.FILE, name, reason(e), namedBy);
    }
  }

  /** The first {@code realtime.properties} that a class loader finds; empty if there is none. */
  static Source classpath(ClassLoader loader) {
    String name = "classpath:" + CLASSPATH_FILE;
    try (InputStream in = loader.getResourceAsStream(CLASSPATH_FILE)) {
      return in == null
          ? new Source(Origin.Kind.CLASSPATH, List.of(), List.of())
          : text(Origin.Kind.CLASSPATH, name, in.readAllBytes());
    } catch (IOException e) {
      return unreadable(Origin.Kind.CLASSPATH, name, reason(e), "on the class path");
    }
  }

  private static Source text(Origin.Kind kind, String name, byte[] bytes)
      throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return new PropertiesText(kind, name).read(text);
  }

  private static Source unreadable(Origin.Kind kind, String name, String reason, String namedBy) {
    String problem =
        "The configuration file %s %s (%s). Name a UTF-8 properties file that this process may read."
            .formatted(Quoted.whole(name), reason, namedBy);
    return new Source(kind, List.of(), List.of(problem));
  }

  private static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (failure instanceof AccessDeniedException) {
      return "may not be read";
    }
    return failure instanceof CharacterCodingException ? "is not UTF-8" : "cannot be read";
  }

  private static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      texts.put(name, properties.getProperty(name, ""));
    }
    return texts;
  }

  private static Map<String, String> prefixed(Map<String, String> all) {
    Map<String, String> ours = new TreeMap<>(all);
    ours.keySet().removeIf(name -> !Names.isPrefixed(name));
    return ours;
  }
}
