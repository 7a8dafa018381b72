package dev.realtime.core.config;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The values in force: one for every key of {@link Keys}, each with the place that it came from.
 *
 * <p>Immutable and thread-safe. Secrets are masked wherever this class makes text; {@link #get}
 * hands them out.
 */
public final class Configuration {
  private static final System.Logger LOG = System.getLogger("dev.realtime.configuration");

  private static final Configuration DEFAULTS = builder().build();

  private final EffectiveValues values;
  private final List<String> warnings;

  /** Takes over values that nobody changes any more. */
  Configuration(EffectiveValues values, List<String> warnings) {
    this.values = values;
    this.warnings = List.copyOf(warnings);
  }

  /** The built-in defaults; nothing of this process is read. */
  public static Configuration defaults() {
    return DEFAULTS;
  }

  /** A configuration to be put together; it reads nothing of this process unless told. */
  public static Builder builder() {
    return new Builder();
  }

  /** The value of a key. */
  public <T> T get(Key<T> key) {
    return effective(key).value();
  }

  /**
   * Where the value of a key came from: {@code default}, {@code builder defaults}, {@code
   * classpath:realtime.properties:3}, {@code /etc/app/realtime.properties:7}, {@code environment
   * REALTIME_TRANSPORT}, {@code system property} or {@code builder}.
   */
  public String origin(Key<?> key) {
    return effective(key).origin().toString();
  }

  /** Whether somebody set the key, be it to its default. */
  public boolean isSet(Key<?> key) {
    return !effective(key).origin().equals(Origin.DEFAULT);
  }

  /**
   * Passes if a bearer token that is not configured, but made by the application, may be sent to
   * the server that is.
   *
   * @throws RejectedException if it would travel unencrypted to another machine
   */
  public void requireThatATokenMayTravel() {
    CrossChecks.exposure(values, "A token of the application")
        .ifPresent(
            problem -> {
              throw new RejectedException(ErrorCode.CONFIGURATION, problem);
            });
  }

  /** A line for each key, {@code key = value (origin)}; {@code -} for none, secrets masked. */
  public String describe() {
    return values.all().stream()
        .map(e -> e.key() + " = " + e.shown() + " (" + e.origin() + ")")
        .collect(Collectors.joining("\n"));
  }

  /** What is allowed and probably not meant, a sentence or two each. */
  public List<String> warnings() {
    return warnings;
  }

  /** Logs the warnings for whoever runs the process; called once by each server and client. */
  public void logWarnings() {
    warnings.forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
  }

  @Override
  public String toString() {
    return describe();
  }

  private <T> Effective<T> effective(Key<T> key) {
    return values.find(key).orElseThrow(() -> new IllegalArgumentException(key.name()));
  }

  /**
   * Sources of a configuration. Whatever the order of the calls, a later kind overrules an earlier
   * one: defaults, class path, file, environment, system properties, {@link #set}. Of two sources
   * of the same kind the later call overrules.
   *
   * <p>Confined to the thread that builds. Sources are read when they are named; their problems are
   * reported by {@link #build}.
   */
  public static final class Builder {
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();

    private Builder() {}

    /** Sets a key, whatever the other sources say. */
    public Builder set(String key, String value) {
      settings.put(Objects.requireNonNull(key), Objects.requireNonNull(value));
      return this;
    }

    /** Sets keys for which no other source has a value. */
    public Builder defaults(Map<String, String> values) {
      sources.add(Sources.map(Origin.Kind.BUILDER_DEFAULTS, new TreeMap<>(values)));
      return this;
    }

    /** Reads a properties file in UTF-8; that it cannot be read is a problem. */
    public Builder file(Path path) {
      sources.add(Sources.file(path, "builder"));
      return this;
    }

    /** Reads {@code realtime.properties} from a class loader, if it is there. */
    public Builder classpath(ClassLoader loader) {
      sources.add(Sources.classpath(loader));
      return this;
    }

    /** Reads the variables that begin with {@code REALTIME_}. */
    public Builder environment(Map<String, String> variables) {
      sources.add(Sources.environment(variables));
      return this;
    }

    /** Reads the properties that begin with {@code realtime.}. */
    public Builder systemProperties(Properties properties) {
      sources.add(Sources.systemProperties(properties));
      return this;
    }

    /**
     * Reads all that this process offers: {@code realtime.properties} on the class path, the file
     * named by the system property {@code realtime.config} or else by the variable {@code
     * REALTIME_CONFIG}, the environment and the system properties.
     */
    public Builder standardSources() {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      ClassLoader loader =
          context == null ? Objects.requireNonNull(Configuration.class.getClassLoader()) : context;
      return standardSources(loader, System.getenv(), System.getProperties());
    }

    Builder standardSources(
        ClassLoader loader, Map<String, String> variables, Properties properties) {
      Sources.named(properties, variables).ifPresent(sources::add);
      return classpath(loader).environment(variables).systemProperties(properties);
    }

    /**
     * The configuration.
     *
     * @throws dev.realtime.RejectedException with {@link dev.realtime.ErrorCode#CONFIGURATION} and
     *     every problem on a line of its own
     */
    public Configuration build() {
      List<Source> all = new ArrayList<>(sources);
      all.add(Sources.map(Origin.Kind.BUILDER, settings));
      return Resolution.of(all);
    }
  }
}
