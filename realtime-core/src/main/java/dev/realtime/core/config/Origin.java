package dev.realtime.core.config;

/**
 * Where a value came from.
 *
 * <p>Immutable.
 *
 * @param kind the kind of source
 * @param detail the variable, or the file and line; empty where the kind says all
 */
record Origin(Kind kind, String detail) {
  /** The kinds of sources; a later one overrules an earlier one. */
  enum Kind {
    DEFAULT("default"),
    BUILDER_DEFAULTS("builder defaults"),
    CLASSPATH("classpath"),
    FILE("file"),
    ENVIRONMENT("environment"),
    SYSTEM_PROPERTY("system property"),
    BUILDER("builder");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    boolean isText() {
      return this == CLASSPATH || this == FILE;
    }
  }

  static final Origin DEFAULT = new Origin(Kind.DEFAULT, "");

  /** The source without the name of the variable. */
  String source() {
    return kind.isText() ? "from " + detail : kind.label;
  }

  /** As it stands in a sentence next to a key. */
  String inMessage() {
    return kind.isText() ? "from " + detail : toString();
  }

  @Override
  public String toString() {
    return switch (kind) {
      case CLASSPATH, FILE -> detail;
      case ENVIRONMENT -> kind.label + " " + detail;
      case DEFAULT, BUILDER_DEFAULTS, SYSTEM_PROPERTY, BUILDER -> kind.label;
    };
  }
}
