package dev.realtime.core.config;

import java.util.stream.Collectors;

/** The text of {@code docs/configuration.md}: an introduction and a table of the schema. */
final class ConfigurationDocument {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Written by ConfigurationDocumentTest; change the schema or ConfigurationDocument. -->

      A program runs without any configuration. What it does not fix in code, an operator decides:

      ```
      java -Drealtime.transport=sse -jar app.jar
      REALTIME_TRANSPORT=long-polling java -jar app.jar
      ```

      ## Sources

      From low to high; a higher source overrules a lower one, key by key:

      1. the built-in default,
      2. `defaults(…)` of the builder: what the program prefers unless the operator says otherwise,
      3. `realtime.properties` on the class path,
      4. the properties file that the system property `realtime.config`, or else the environment
         variable `REALTIME_CONFIG`, names,
      5. environment variables that begin with `REALTIME_`,
      6. system properties that begin with `realtime.`,
      7. `set(…)` of the builder: what must be so.

      Dots, hyphens, underscores and case do not count in a name: `realtime.long-polling.wait`,
      `REALTIME_LONG_POLLING_WAIT` and `REALTIME_LONGPOLLING_WAIT` are one key. One key with two
      values in one source is an error. Names below `realtime.test.` are left to tests.

      Property files have the format of `java.util.Properties`, in UTF-8. Every value remembers where
      it came from; `Configuration.describe()` lists key, value and origin, with secrets masked.

      ## Values

      Blanks around a value do not count.

      - **duration**: a whole number and `ms`, `s`, `m`, `h` or `d`, such as `250ms`, `10s`, `2m`,
        `1h`; or ISO 8601, such as `PT10S`. A number without a unit is an error, except `0`. At most
        `36500d`.
      - **size**: a whole number and `B`, `KB`, `MB` (powers of 1000) or `KiB`, `MiB`, `GiB` (powers of
        1024), such as `64KiB`. A number without a unit is an error.
      - **boolean**: `true` or `false`.
      - **list**: items between commas.
      - **secret**: the value itself, or `file:` and the path of a file that holds it, such as
        `file:/run/secrets/token`. No message and no description shows it.

      ## Errors

      Nothing starts with half a configuration. All problems are found in one go and reported as one
      `RejectedException` with the code `CONFIGURATION`, one problem a line: what happened, the value
      and where it came from, what is allowed and what to do.

      ```
      'websokets' is not a transport (realtime.transport, from /etc/app/realtime.properties:7). Use one of auto, websocket, sse, long-polling, short-polling, webhook, memory. Did you mean 'websocket'?
      '25' has no unit (realtime.long-polling.wait, environment REALTIME_LONG_POLLING_WAIT). Write 25s or 25000ms.
      Unknown key 'realtime.trasport' (system property). Did you mean 'realtime.transport'? To ignore unknown keys set realtime.config.unknown-keys=warn.
      ```

      Refused are also values that do not go together:

      - `realtime.retry.min-delay` or `realtime.sse.retry` above `realtime.retry.max-delay`,
      - `realtime.retention.max-bytes` or `realtime.batch.max-bytes` below `realtime.max-message-size`,
      - `realtime.sse.max-duration` below `realtime.heartbeat.interval`, unless it is `0`,
      - `realtime.client.token`, or `RealtimeClient.builder().tokens(…)`, with an unencrypted
        `realtime.client.url` to another machine, unless `realtime.client.allow-insecure-token` is `true`.

      Values that are allowed and probably not meant are logged as warnings at the start of a server or client, by the
      logger `dev.realtime.configuration`, and listed by `Configuration.warnings()`.

      ## Keys

      | Key | Type | Default | Meaning |
      |---|---|---|---|
      """;

  private ConfigurationDocument() {}

  static String text() {
    return INTRODUCTION
        + Keys.all().stream().map(ConfigurationDocument::row).collect(Collectors.joining());
  }

  private static String row(Key<?> key) {
    String type = key.allowed().isEmpty() ? key.type() : key.type() + ": " + key.allowed();
    String value = key.defaultText().isEmpty() ? "–" : "`" + key.defaultText() + "`";
    return "| `%s` | %s | %s | %s |\n".formatted(key.name(), type, value, key.meaning());
  }
}
