package dev.realtime.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
  private static final String IGNORE =
      " To ignore unknown keys set realtime.config.unknown-keys=warn.";

  @TempDir Path directory;

  @Test
  void tellsEveryProblemAtOnce() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "\nrealtime.transport=websokets\n");
    Properties properties = new Properties();
    properties.setProperty("realtime.trasport", "sse");

    List<String> problems =
        Refusals.of(
            Configuration.builder()
                .file(file)
                .file(directory.resolve("missing"))
                .environment(
                    Map.of("REALTIME_LONG_POLLING_WAIT", "25", "REALTIME_SERVRE_PORT", "1"))
                .systemProperties(properties)
                .set("realtime.retry.min-delay", "40s"));

    assertThat(problems)
        .containsExactly(
            "The configuration file '"
                + directory.resolve("missing")
                + "' does not exist (builder). Name a UTF-8 properties file that this process may"
                + " read.",
            "'websokets' is not a transport (realtime.transport, from "
                + file
                + ":2). Use one of auto, websocket, sse, long-polling, short-polling, webhook, memory. Did"
                + " you mean 'websocket'?",
            "'25' has no unit (realtime.long-polling.wait, environment REALTIME_LONG_POLLING_WAIT)."
                + " Write 25s or 25000ms.",
            "Unknown key 'REALTIME_SERVRE_PORT' (environment). Did you mean"
                + " 'REALTIME_SERVER_PORT'?"
                + IGNORE,
            "Unknown key 'realtime.trasport' (system property). Did you mean 'realtime.transport'?"
                + IGNORE,
            "realtime.retry.min-delay=40s (builder) is longer than realtime.retry.max-delay=30s"
                + " (default). Lower realtime.retry.min-delay to 30s or raise"
                + " realtime.retry.max-delay to 40s.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          realtime.fallback-order | sse,sse,webhook,auto,auto | webhook' is not;'auto' is not;names sse twice
          realtime.server.transports | carrier,webhok,sse | carrier' is not;Did you mean 'webhook'?
          realtime.server.allowed-origins | foo,https://a.example/,bar | foo' is not an origin;Did you mean 'https://a.example'?;'bar' is not an origin
          realtime.webhook.ports | 443,x,0, | x' is not a whole number;'0' is out of range;has an empty item
          """)
  void tellsEveryBadItemOfAList(String key, String value, String parts) {
    String[] expected = parts.split(";", -1);

    List<String> problems = Refusals.of(key, value);

    assertThat(problems).hasSize(expected.length).allMatch(line -> line.contains("(" + key));
    for (int i = 0; i < expected.length; i++) {
      assertThat(problems.get(i)).contains(expected[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "transport, realtime.transport",
    "realtime.heartbeat.intervall, realtime.heartbeat.interval",
    "realtime.retnetion.max-age, realtime.retention.max-age",
    "realtime.server.max-conections, realtime.server.max-connections"
  })
  void namesTheKeyThatWasMeant(String name, String meant) {
    assertThat(Refusals.of(name, "1"))
        .containsExactly(
            "Unknown key '%s' (builder). Did you mean '%s'?".formatted(name, meant) + IGNORE);
  }

  @Test
  void guessesNoKeyThatIsFarAway() {
    assertThat(Refusals.of("realtime.flux-capacitor", "1"))
        .containsExactly("Unknown key 'realtime.flux-capacitor' (builder)." + IGNORE);
  }

  @Test
  void onlyWarnsOfUnknownKeysWhereToldTo() {
    Configuration configuration =
        Configuration.builder()
            .set("realtime.config.unknown-keys", "warn")
            .environment(Map.of("REALTIME_TRASPORT", "hush"))
            .build();

    assertThat(configuration.warnings())
        .containsExactly(
            "Unknown key 'REALTIME_TRASPORT' (environment) is ignored. Did you mean"
                + " 'REALTIME_TRANSPORT'?");
  }

  @Test
  void refusesTwoSpellingsWithDifferentValues() {
    Map<String, String> variables =
        Map.of("REALTIME_LONGPOLLING_WAIT", "20s", "REALTIME_LONG_POLLING_WAIT", "25s");

    assertThat(Refusals.of(Configuration.builder().environment(variables)))
        .containsExactly(
            "realtime.long-polling.wait is set to two values in one source:"
                + " 'REALTIME_LONGPOLLING_WAIT' (environment) and 'REALTIME_LONG_POLLING_WAIT'"
                + " (environment). Remove one of the two.");
  }

  @Test
  void refusesTwoValuesInOneFile() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("a"), "realtime.transport=sse\nrealtime.transport=auto");

    assertThat(Refusals.of(Configuration.builder().file(file)))
        .containsExactly(
            ("realtime.transport is set to two values in one source: 'realtime.transport' (from"
                    + " %s:1) and 'realtime.transport' (from %s:2). Remove one of the two.")
                .formatted(file, file));
  }

  @Test
  void acceptsTwoSpellingsWithOneValue() {
    Configuration configuration =
        Configuration.builder()
            .set("realtime.server.port", "1")
            .set("realtime.serverPort", "1 ")
            .build();

    assertThat(configuration.get(Keys.SERVER_PORT)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          realtime.sse.retry | 31s | realtime.sse.retry=31s (builder) is longer than realtime.retry.max-delay=30s (default). Lower realtime.sse.retry to 30s or raise realtime.retry.max-delay to 31s.
          realtime.retention.max-bytes | 1KB | realtime.retention.max-bytes=1KB (builder) does not hold one message of realtime.max-message-size=64KiB (default). Raise realtime.retention.max-bytes to 64KiB or lower realtime.max-message-size to 1KB.
          realtime.max-message-size | 300KiB | realtime.batch.max-bytes=256KiB (default) does not hold one message of realtime.max-message-size=300KiB (builder). Raise realtime.batch.max-bytes to 300KiB or lower realtime.max-message-size to 256KiB.
          realtime.sse.max-duration | 10s | realtime.sse.max-duration=10s (builder) is shorter than realtime.heartbeat.interval=15s (default). Raise realtime.sse.max-duration to 15s, or set it to 0 for a stream without end.
          """)
  void refusesValuesThatDoNotGoTogether(String key, String value, String message) {
    assertThat(Refusals.of(key, value)).containsExactly(message);
  }

  @Test
  void acceptsValuesAtTheEdgeOfEachOther() {
    Configuration configuration =
        Configuration.builder()
            .set("realtime.retry.min-delay", "2s")
            .set("realtime.retry.max-delay", "2s")
            .set("realtime.max-message-size", "256KiB")
            .set("realtime.retention.max-bytes", "256KiB")
            .set("realtime.sse.max-duration", "15s")
            .build();

    assertThat(configuration.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/realtime",
        "ws://127.0.0.1.example.com/",
        "http://localhost.example.com",
        "http://example.localhost",
        "http://10.0.0.1"
      })
  void refusesATokenThatWouldTravelUnencrypted(String url) {
    Configuration.Builder builder =
        Configuration.builder()
            .set("realtime.client.url", url)
            .environment(Map.of("REALTIME_CLIENT_TOKEN", "hush"));

    assertThat(Refusals.of(builder))
        .containsExactly(
            "realtime.client.token=*** (environment REALTIME_CLIENT_TOKEN) would travel unencrypted"
                + " with realtime.client.url="
                + url
                + " (builder). Use https, or on a trusted network only,"
                + " realtime.client.allow-insecure-token=true.");
    assertThat(builder.set("realtime.client.allow-insecure-token", "true").build().warnings())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "ws://127.0.0.1",
        "http://[::1]:1",
        "https://example.com"
      })
  void acceptsATokenToThisMachineOrEncrypted(String url) {
    Configuration configuration =
        Configuration.builder()
            .set("realtime.client.url", url)
            .set("realtime.client.token", "hush")
            .build();

    assertThat(configuration.get(Keys.CLIENT_TOKEN)).contains("hush");
  }

  @Test
  void warnsOfWhatProxiesCut() {
    Configuration configuration =
        Configuration.builder()
            .set("realtime.heartbeat.interval", "60s")
            .set("realtime.long-polling.wait", "56s")
            .build();

    assertThat(configuration.warnings())
        .containsExactly(
            "realtime.heartbeat.interval=60s (builder): many proxies cut a connection after 60s of"
                + " silence. Use 15s to 55s.",
            "realtime.long-polling.wait=56s (builder): many proxies give up on an answer after 60s."
                + " Use 55s or less.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hush hush", "hush\u0007", "hüsh"})
  void neverShowsASecret(String secret) {
    Configuration.Builder builder =
        Configuration.builder()
            .set("realtime.clientToken", "hush-other")
            .set("realtime.client.token", secret)
            .set("realtime.client.tokn", "hush");

    assertThat(Refusals.of(builder)).hasSize(3).noneMatch(line -> line.matches(".*h[uü]sh[^'].*"));
  }

  @Test
  void saysWhichFileIsNoText() throws IOException {
    Path latin = Files.write(directory.resolve("latin"), new byte[] {'a', '=', (byte) 0xE9});

    assertThat(Refusals.of(Configuration.builder().file(latin).file(directory)))
        .satisfiesExactly(
            line -> assertThat(line).contains(latin + "' is not UTF-8 (builder)"),
            line -> assertThat(line).contains(directory + "' cannot be read (builder)"));
  }

  @Test
  void saysWhoNamedAMissingFile() {
    Map<String, String> variables = Map.of("REALTIME_CONFIG", "/no/such/file");

    assertThat(
            Refusals.of(
                Configuration.builder()
                    .standardSources(
                        ClassLoader.getPlatformClassLoader(), variables, new Properties())))
        .containsExactly(
            "The configuration file '/no/such/file' does not exist (environment REALTIME_CONFIG)."
                + " Name a UTF-8 properties file that this process may read.");
  }
}
