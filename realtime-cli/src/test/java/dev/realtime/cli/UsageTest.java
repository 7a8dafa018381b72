package dev.realtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  private static final String URL = "http://localhost:1/realtime";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sub URL a --from abc|'abc' is no place to start",
        "sub URL a --from K:1|'K:1' is no place to start",
        "sub URL a --from -0|'-0' is no place to start",
        "sub URL a --count 0|'0' is not a count",
        "sub URL a --timeout 10|'10' is not a duration",
        "sub URL a --timeout 0s|'0s' is no time at all",
        "sub URL a --transport memory|'memory' is not a transport",
        "sub URL a//b|'a//b' is not a channel name",
        "sub URL a --form earliest|Unknown options: '--form'",
        "sub URL|Missing required parameter: 'CHANNEL'",
        "sub localhost:1 a|'localhost:1' is not a URL of http",
        "sub ftp://h/r a|'ftp://h/r' is not a URL of http",
        "sub URL a -Drealtime.no=1|realtime.no",
        "sub URL a -Drealtime.retry.min-delay=5|'5' has no unit",
        "pub URL a|DATA is missing",
        "pub URL a x --rate fast|'fast' is not a rate",
        "pub URL a x --rate 0/s|'0/s' is not a rate",
        "pub URL a x --in-flight 9999|Use a number from 1 to 2048",
        "pub URL a x --transport sse|Use websocket or http",
        "pub URL a x --producer a/b|'a/b' is not a name",
        "pub URL a x --type a/b|type 'a/b' is not 1 to 64",
        "serve --port 99999|realtime.server.port",
        "serve --path x|realtime.server.path",
        "serve --host 0.0.0.0 --port 0|Refusing to listen",
        "sub URL a --transport webhook|has no address to receive at",
        "sub URL a --transport webhook --callback x|realtime.webhook.callback-url",
        "bench fanout URL --transport webhook|'webhook' is not a transport",
        "webhook|What to do is missing",
        "webhook listen --port 65536|'65536' is not a port",
        "webhook listen --path hooks|does not begin with '/'",
        "webhook listen --script 200,never|'200,never' is not a script",
        "webhook listen --secret abc|whsec_",
        "webhook listen --secret whpk_abc|base64",
        "webhook listen --secret file:/none/such|cannot be read",
        "webhook create URL a|Missing required parameter: 'CALLBACK'",
        "webhook create URL a http://h/ --policy drop|'drop' is not a policy",
        "webhook create URL a http://h/ --priority high|'high' is not a priority",
        "webhook create URL a http://h/ --rate 20/s|'20/s' is not a rate of a webhook",
        "webhook create URL a http://h/ --rate 100001|from 1 to 100000",
        "webhook create URL a http://h/ --after x|'x' is no place to start",
        "webhook seek URL sub_1|Missing required option: '--after=<start>'",
        "webhook seek URL sub_1 --after x|'x' is no place to start",
        "webhook update URL sub_1|What to change is missing",
        "webhook update URL sub_1 --rate -1|'-1' is not a rate of a webhook",
        "webhook rotate-secret URL sub_1 --secret file:/none/such|cannot be read",
        "webhook listen --count 0|'0' is not a count",
        "webhook listen --timeout 5|'5' is not a duration",
        "webhook list localhost:1|'localhost:1' is not a URL of http",
        "webhook pause URL|Missing required parameter: 'ID'",
        "bench|What to measure is missing",
        "bench fanout --subscribers x|'x' is not a count",
        "nothing|Unmatched argument",
        "--completion fish|'fish' is not a shell",
      })
  void aWrongCommandLineIsExplainedAndExitsWith2(String lineAndMessage) {
    String line = lineAndMessage.substring(0, lineAndMessage.indexOf('|'));
    String message = lineAndMessage.substring(line.length() + 1);

    CommandProbe probe = CommandProbe.run(line.replace("URL", URL).split(" "));

    assertThat(probe.err()).contains(message);
    assertThat(probe.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(probe.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sse", "websocket", "long-polling", "short-polling"})
  void aSubscriberThatReachesNobodyExitsWith3(String transport) {
    CommandProbe sub =
        CommandProbe.run("sub", URL, "a", "--timeout", "300ms", "--transport", transport);

    assertThat(sub.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(sub.err()).contains("No answer from " + URL + " for 300ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "websocket"})
  void aPublisherThatReachesNobodyExitsWith3(String transport) {
    CommandProbe pub =
        CommandProbe.run("pub", URL, "a", "x", "--timeout", "300ms", "--transport", transport);

    assertThat(pub.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(pub.err()).contains("No answer from " + URL + " for 300ms");
  }

  @Test
  void anAdministratorThatReachesNobodyExitsWith3() {
    CommandProbe list = CommandProbe.run("webhook", "list", URL);

    assertThat(list.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(list.err()).contains("No answer from " + URL);
  }

  @Test
  void aKnownProducerThatReachesNobodyExitsWith3() {
    CommandProbe pub =
        CommandProbe.run("pub", URL, "a", "x", "--timeout", "300ms", "--producer", "p1");

    assertThat(pub.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "pub",
        "sub",
        "webhook",
        "webhook listen",
        "webhook create",
        "webhook list",
        "webhook verify",
        "webhook pause",
        "webhook resume",
        "webhook retry",
        "webhook redeliver",
        "webhook delete",
        "bench",
        "bench fanout",
        "bench publish",
        "bench latency"
      })
  void everyCommandHasHelpAndVersion(String command) {
    CommandProbe help = CommandProbe.run((command + " --help").strip().split(" "));
    CommandProbe version = CommandProbe.run((command + " --version").strip().split(" "));

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Usage: realtime" + (command.isEmpty() ? "" : " " + command));
    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).startsWith("realtime ");
  }

  @Test
  void completionIsAScriptThatKnowsTheCommands() {
    CommandProbe completion = CommandProbe.run("--completion", "bash");

    assertThat(completion.exitCode()).isZero();
    assertThat(completion.out())
        .contains("complete -F _complete_realtime")
        .contains("--position-file");
  }

  @Test
  void colorsNeedATerminalThatHasThem() {
    assertThat(Console.colored(Map.of("TERM", "xterm"), true)).isTrue();
    assertThat(Console.colored(Map.of("TERM", "xterm"), false)).isFalse();
    assertThat(Console.colored(Map.of("TERM", "xterm", "NO_COLOR", "1"), true)).isFalse();
    assertThat(Console.colored(Map.of("TERM", "dumb"), true)).isFalse();
  }
}
