package dev.realtime.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          realtime.transport | auto | Optional.empty
          realtime.transport | long-polling | Optional[LONG_POLLING]
          realtime.transport | memory | Optional[MEMORY]
          realtime.fallback-order | sse , short-polling | [SSE, SHORT_POLLING]
          realtime.retention.max-messages | 1 | 1
          realtime.retention.max-age | 1s | PT1S
          realtime.retention.max-age | 7d | PT168H
          realtime.retention.max-age | P7D | PT168H
          realtime.retention.max-bytes | 1GiB | 1073741824
          realtime.retention.max-bytes | 1MB | 1000000
          realtime.retention.max-bytes | 70KB | 70000
          realtime.max-message-size | 300B | 300
          realtime.heartbeat.interval | 100ms | PT0.1S
          realtime.heartbeat.interval | 2m | PT2M
          realtime.heartbeat.interval | PT10S | PT10S
          realtime.heartbeat.interval | pt1.5s | PT1.5S
          realtime.retry.reset-after | 0 | PT0S
          realtime.retry.reset-after | 0s | PT0S
          realtime.sse.max-duration | 0 | PT0S
          realtime.client.url | https://example.com/realtime | Optional[https://example.com/realtime]
          realtime.client.url | ws://localhost:8080/realtime/ | Optional[http://localhost:8080/realtime]
          realtime.client.url | WSS://example.com | Optional[https://example.com]
          realtime.client.url | http://[::1]:8080/a%20b | Optional[http://[::1]:8080/a%20b]
          realtime.client.url | '' | Optional.empty
          realtime.client.token | abc.def-123= | Optional[abc.def-123=]
          realtime.client.token | '' | Optional.empty
          realtime.client.allow-insecure-token | true | true
          realtime.server.host | 0.0.0.0 | 0.0.0.0
          realtime.server.host | ::1 | ::1
          realtime.server.host | my_service | my_service
          realtime.server.port | 0 | 0
          realtime.server.port | 65535 | 65535
          realtime.server.path | / | /
          realtime.server.path | /a/b.c/..d | /a/b.c/..d
          realtime.server.transports | websocket,sse | [WEBSOCKET, SSE]
          realtime.server.allowed-origins | '' | []
          realtime.server.allowed-origins | * | [*]
          realtime.server.allowed-origins | https://a.example,http://[::1]:3000 | [https://a.example, http://[::1]:3000]
          realtime.server.allowed-origins | capacitor://localhost | [capacitor://localhost]
          realtime.server.max-connections-per-ip | 0 | 0
          realtime.short-polling.jitter | 0 | 0.0
          realtime.short-polling.jitter | 0.5 | 0.5
          realtime.subscriber.on-gap | fail | FAIL
          realtime.config.unknown-keys | warn | WARN
          """)
  void acceptsAndReads(String key, String text, String expected) {
    Configuration configuration = Configuration.builder().set(key, text).build();

    assertThat(String.valueOf(configuration.get(Names.key(key).orElseThrow()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          realtime.transport | websokets | 'websokets' is not a transport (@). Use one of auto, websocket, sse, long-polling, short-polling, webhook, memory. Did you mean 'websocket'?
          realtime.transport | LONG_POLLING | 'LONG_POLLING' is not a transport (@). Use one of auto, websocket, sse, long-polling, short-polling, webhook, memory. Did you mean 'long-polling'?
          realtime.transport | pigeon | 'pigeon' is not a transport (@). Use one of auto, websocket, sse, long-polling, short-polling, webhook, memory.
          realtime.transport | `` | '' is not a transport (@). Use one of auto, websocket, sse, long-polling, short-polling, webhook, memory.
          realtime.fallback-order | sse,auto | 'auto' is not a transport of this list (@). Use one of websocket, sse, long-polling, short-polling.
          realtime.fallback-order | memory | 'memory' is not a transport of this list (@). Use one of websocket, sse, long-polling, short-polling.
          realtime.fallback-order | sse,websocket,sse | 'sse,websocket,sse' names sse twice (@). Name each transport once.
          realtime.fallback-order | sse,,websocket | 'sse,,websocket' has an empty item (@). Put one comma between two items, none at an end.
          realtime.fallback-order | `` | The list is empty (@). Name one or more of websocket, sse, long-polling, short-polling.
          realtime.server.transports | `` | The list is empty (@). Name one or more of websocket, sse, long-polling, short-polling, webhook.
          realtime.server.transports | ssse | 'ssse' is not a transport of this list (@). Use one of websocket, sse, long-polling, short-polling, webhook. Did you mean 'sse'?
          realtime.retention.max-messages | 0 | '0' is out of range (@). Use 1 or more.
          realtime.retention.max-messages | many | 'many' is not a whole number (@). Write digits alone, such as 100.
          realtime.retention.max-messages | 10_000 | '10_000' is not a whole number (@). Write digits alone, such as 100.
          realtime.retention.max-messages | 99999999999 | '99999999999' is out of range (@). Use 1 to 2147483647.
          realtime.retention.max-age | 999ms | '999ms' is out of range (@). Use 1s or more.
          realtime.retention.max-age | 36501d | '36501d' is too long (@). Use 36500d or less.
          realtime.retention.max-age | 999999999999999999d | '999999999999999999d' is too long (@). Use 36500d or less.
          realtime.retention.max-bytes | 300 | '300' has no unit (@). Write 300B, or one of B, KB, MB, KiB, MiB, GiB.
          realtime.retention.max-bytes | 64kib | '64kib' has an unknown unit (@). Use one of B, KB, MB, KiB, MiB, GiB. Did you mean '64KiB'?
          realtime.retention.max-bytes | 1TiB | '1TiB' has an unknown unit (@). Use one of B, KB, MB, KiB, MiB, GiB.
          realtime.retention.max-bytes | 70 KB | '70 KB' is not a size (@). Write a whole number and one of B, KB, MB, KiB, MiB, GiB, such as 64KiB.
          realtime.retention.max-bytes | 1.5MiB | '1.5MiB' is not a size (@). Write a whole number and one of B, KB, MB, KiB, MiB, GiB, such as 64KiB.
          realtime.max-message-size | 0B | '0B' is out of range (@). Use 1B to 700KiB. A frame is at most 1MiB after base64, on every transport.
          realtime.max-message-size | 1MiB | '1MiB' is out of range (@). Use 1B to 700KiB. A frame is at most 1MiB after base64, on every transport.
          realtime.batch.max-messages | -1 | '-1' is out of range (@). Use 1 or more.
          realtime.batch.max-bytes | 99999999999GiB | '99999999999GiB' is out of range (@). Use 1B to 16MiB.
          realtime.heartbeat.interval | 99ms | '99ms' is out of range (@). Use 100ms or more.
          realtime.heartbeat.interval | 15 s | '15 s' is not a duration (@). Write a whole number and a unit, such as 250ms, 10s, 2m, 1h or 1d, or PT10S.
          realtime.heartbeat.interval | -15s | '-15s' is not a duration (@). Write a whole number and a unit, such as 250ms, 10s, 2m, 1h or 1d, or PT10S.
          realtime.retry.min-delay | 0 | '0' is out of range (@). Use 1ms or more.
          realtime.retry.reset-after | PT-1S | 'PT-1S' is out of range (@). Use 0 or more.
          realtime.client.url | /realtime | '/realtime' has no scheme (@). Write a URL such as https://example.com/realtime.
          realtime.client.url | ftp://example.com | 'ftp://example.com' is not a URL of http, https, ws or wss (@). Write a URL such as https://example.com/realtime.
          realtime.client.url | localhost:8080 | 'localhost:8080' is not a URL of http, https, ws or wss (@). Write a URL such as https://example.com/realtime.
          realtime.client.url | http:///realtime | 'http:///realtime' has no host that a URL can name (@). Write a URL such as https://example.com/realtime. A host has letters, digits, '-' and '.' only.
          realtime.client.url | http://my_service:80/a | 'http://my_service:80/a' has no host that a URL can name (@). Write a URL such as https://example.com/realtime. A host has letters, digits, '-' and '.' only.
          realtime.client.url | http://a b | 'http://a b' is not a URL (@). Write a URL such as https://example.com/realtime.
          realtime.webhook.listen | 8081 | '8081' is not a host and a port (@). Write both with a colon between, such as localhost:8081 or 0.0.0.0:8081.
          realtime.webhook.listen | a:70000 | 'a:70000' is not a host and a port (@). Write both with a colon between, such as localhost:8081 or 0.0.0.0:8081.
          realtime.webhook.ports | `` | The list is empty (@). Name one or more ports.
          realtime.webhook.ports | 443,0 | '0' is out of range (@). Use 1 to 65535.
          realtime.webhook.callback-url | http://a:70000 | 'http://a:70000' has no valid port (@). Use 0 to 65535.
          realtime.client.url | http://a:70000 | 'http://a:70000' has no valid port (@). Use 1 to 65535.
          realtime.client.url | http://a/b?ticket=hush | 'http://a/b' is followed by a query or a fragment (@). Remove it; a token belongs to realtime.client.token.
          realtime.client.url | http://a/b#hush | 'http://a/b' is followed by a query or a fragment (@). Remove it; a token belongs to realtime.client.token.
          realtime.client.url | http://ann:hush@a/ | The URL names a user or holds '@' (@). Remove it; a token belongs to realtime.client.token.
          realtime.client.token | two words | The secret cannot travel in a header (@). Use at most 8KiB of visible ASCII characters without blanks.
          realtime.client.token | file:/no/such/file | The file of the secret, '/no/such/file', cannot be read (@). Name a readable file, such as file:/run/secrets/token.
          realtime.client.allow-insecure-token | yes | 'yes' is not true or false (@). Use one of true, false.
          realtime.client.request-timeout | 0 | '0' is out of range (@). Use 1ms or more.
          realtime.server.host | localhost:8080 | 'localhost:8080' is not a host (@). Write a name or an address alone, such as localhost or 0.0.0.0; the port is realtime.server.port.
          realtime.server.host | `` | '' is not a host (@). Write a name or an address alone, such as localhost or 0.0.0.0; the port is realtime.server.port.
          realtime.server.port | 65536 | '65536' is out of range (@). Use 0 to 65535.
          realtime.server.port | http | 'http' is not a whole number (@). Write digits alone, such as 100.
          realtime.server.max-connections | 0 | '0' is out of range (@). Use 1 or more.
          realtime.long-polling.wait | 25 | '25' has no unit (@). Write 25s or 25000ms.
          realtime.long-polling.wait | 0 | '0' is out of range (@). Use 1ms or more. For answers at once set realtime.transport=short-polling.
          realtime.short-polling.interval | 249ms | '249ms' is out of range (@). Use 250ms or more.
          realtime.short-polling.jitter | 0.51 | '0.51' is out of range (@). Use 0 to 0.5.
          realtime.short-polling.jitter | NaN | 'NaN' is not a decimal number (@). Write digits alone, such as 0.1.
          realtime.subscriber.on-gap | fial | 'fial' is not a choice here (@). Use one of continue, fail. Did you mean 'fail'?
          realtime.config.unknown-keys | ignore | 'ignore' is not a choice here (@). Use one of fail, warn.
          """)
  void refusesAndSaysWhy(String key, String text, String message) {
    assertThat(Refusals.of(key, text))
        .containsExactly(message.replace("(@)", "(" + key + ", builder)"));
  }

  @ParameterizedTest
  @CsvSource({"realtime", "/realtime/", "//", "/a//b", "/a/../b", "/.", "/a b", "/a?b", "''"})
  void refusesAPathThatIsNotPlain(String path) {
    assertThat(Refusals.of("realtime.server.path", path))
        .containsExactly(
            "'"
                + path
                + "' is not a path (realtime.server.path, builder). Begin with '/', end without"
                + " one, use letters, digits and ._~:@- and no segment '.' or '..', such as"
                + " /realtime.");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/, Did you mean 'https://a.example'?",
    "https://A.example:443, Did you mean 'https://a.example'?",
    "http://a.example:80, Did you mean 'http://a.example'?",
    "https://*.example, *",
    "https://a.example/path, *",
    "a.example, *",
    "null, *",
  })
  void refusesAnOriginThatNoBrowserSends(String origin, String end) {
    assertThat(Refusals.of("realtime.server.allowed-origins", origin))
        .singleElement()
        .asString()
        .startsWith(
            "'"
                + origin
                + "' is not an origin (realtime.server.allowed-origins, builder). Write"
                + " scheme://host or scheme://host:port as the browser sends it, or * for every"
                + " page.")
        .endsWith(end.equals("*") ? "every page." : end);
  }

  @ParameterizedTest
  @CsvSource({"a\u0000b", "a\u2028b", "a\u202Eb"})
  void showsNoControlCharacter(String value) {
    assertThat(Refusals.of("realtime.transport", value))
        .singleElement()
        .asString()
        .startsWith("'a\uFFFDb' is not a transport");
  }
}
