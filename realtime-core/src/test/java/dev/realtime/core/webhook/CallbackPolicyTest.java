package dev.realtime.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackPolicyTest {
  private static final CallbackPolicy STRICT = CallbackPolicy.defaults();
  private static final CallbackPolicy LOOSE =
      CallbackPolicy.defaults().allowingPrivate().allowingHttp().withPorts(Set.of(80, 443, 8080));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com", "https://example.com/", "HTTPS://Example.COM:443/a/b?c=d",
        "https://xn--bcher-kva.example/hook", "https://8.8.8.8/", "https://[2606:4700::1111]/",
        "https://a-1.b/", "https://1a.example/", "https://127.0.0.1.example/",
        "https://example.com/?at=a@b", "https://0x7f.example/",
      })
  void acceptsHttpsToPublicHosts(String url) {
    assertThat(STRICT.check(url)).isEqualTo(URI.create(url));
    assertThat(LOOSE.check(url)).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/", "https://10.1.2.3/", "https://192.168.0.1:443/", "https://[::1]/",
        "https://[fd00::1]/", "https://localhost/", "https://LOCALHOST/", "https://a.localhost/",
        "http://127.0.0.1/", "http://localhost:8080/", "http://example.com/", "http://8.8.8.8/",
        "https://example.com:8080/", "http://example.com:443/",
      })
  void acceptsTheseByItsSwitchesAlone(String url) {
    assertRefused(STRICT, url, ErrorCode.FORBIDDEN);
    assertThat(LOOSE.check(url)).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://0.0.0.0/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://192.0.2.1/",
        "https://[::]/",
        "https://[fe80::1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[::7f00:1]/",
        "https://[2001:db8::1]/",
        "https://[ff02::1]/",
        "https://example.com:22/",
        "https://example.com:65535/",
      })
  void refusesTheseAlways(String url) {
    assertRefused(STRICT, url, ErrorCode.FORBIDDEN);
    assertRefused(LOOSE, url, ErrorCode.FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0x7f000001/",
        "https://127.1/",
        "https://127.0.1/",
        "https://0177.0.0.1/",
        "https://0177.0.0.01/",
        "https://127.0.0.1./",
        "https://127.0.0.0x1/",
        "https://127.0.0.256/",
        "https://1.2.3.4.5/",
        "https://0/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::ffff:808:808]/",
        "https://[::127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fe80::1%eth0]/",
        "https://①②⑦.0.0.1/",
        "https://127。0。0。1/",
        "https://%31%32%37.0.0.1/",
        "https://[::1/",
        "https://[127.0.0.1]/",
        "https://bücher.example/",
        "https://a_b.example/",
        "https://example.com./",
        "https://a..b/",
        "https:///path",
        "https://",
        "https:example.com",
        "https://user@example.com/",
        "https://user:word@example.com/",
        "https://@example.com/",
        "https://example.com@127.0.0.1/",
        "https://127.0.0.1\\@example.com/",
        "https://example.com#f",
        "https://example.com:/",
        "https://example.com:0/",
        "https://example.com:65536/",
        "https://example.com:99999999999/",
        "https://example.com:-1/",
        "https://example.com:443x/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "javascript:1",
        "//example.com/",
        "/path",
        "example.com",
        "",
        " https://example.com/",
        "https://example.com/ ",
        "https://example.com/a b",
        "https://example.com/\r\nx: y",
        "ws://example.com/",
        "jar:https://example.com!/",
        "https://exa\u0000mple.com/",
      })
  void refusesOddSpellingsAlways(String url) {
    assertRefused(STRICT, url, ErrorCode.BAD_REQUEST);
    assertRefused(LOOSE, url, ErrorCode.BAD_REQUEST);
  }

  @Test
  void limitsTheLengthOfAUrl() {
    String url = "https://example.com/";

    assertThat(STRICT.check(url + "x".repeat(2_048 - url.length()))).isNotNull();
    assertRefused(STRICT, url + "x".repeat(2_049 - url.length()), ErrorCode.BAD_REQUEST);
    assertRefused(STRICT, "https://" + "x".repeat(64) + ".example/", ErrorCode.BAD_REQUEST);
    assertRefused(STRICT, "https://" + "x.".repeat(126) + "xx/", ErrorCode.BAD_REQUEST);
  }

  @Test
  void refusesAHostOfWhichOneAddressIsRefused() throws UnknownHostException {
    URI url = STRICT.check("https://example.com/");
    InetAddress open = InetAddress.getByName("8.8.8.8");
    InetAddress open6 = InetAddress.getByName("2606:4700::1111");
    InetAddress loopback = InetAddress.getLoopbackAddress();

    STRICT.check(url, List.of(open, open6));
    LOOSE.check(url, List.of(open, loopback));
    for (List<InetAddress> answers :
        List.of(List.of(open, open6, loopback), List.of(loopback, open), List.<InetAddress>of())) {
      assertThatThrownBy(() -> STRICT.check(url, answers))
          .isInstanceOf(RejectedException.class)
          .hasMessage("the callback's host has no address or one that is not allowed");
    }
  }

  @Test
  void thePrivateSwitchDoesNotOpenPlainHttpToOthers() throws UnknownHostException {
    CallbackPolicy policy = STRICT.allowingPrivate().withPorts(Set.of(80));
    URI url = policy.check("http://example.com/");

    policy.check(url, List.of(InetAddress.getLoopbackAddress()));
    assertThatThrownBy(
            () ->
                policy.check(
                    url,
                    List.of(InetAddress.getLoopbackAddress(), InetAddress.getByName("8.8.8.8"))))
        .isInstanceOf(RejectedException.class);
    assertRefused(policy, "http://8.8.8.8/", ErrorCode.FORBIDDEN);
  }

  @Test
  void refusesPortsThatAreNone() {
    for (Set<Integer> ports : List.of(Set.<Integer>of(), Set.of(0), Set.of(443, 65_536))) {
      assertThatThrownBy(() -> STRICT.withPorts(ports))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void showsNothingOfARefusedUrl() {
    for (String url :
        List.of(
            "https://canary:canary@example.com/canary",
            "https://example.com/canary canary",
            "https://127.0.0.1/canary?canary",
            "canary://canary/canary",
            "https://can_ary.canary/#canary")) {
      assertThatThrownBy(() -> STRICT.check(url)).hasMessageNotContaining("canary").hasNoCause();
    }
  }

  private static void assertRefused(CallbackPolicy policy, String url, ErrorCode code) {
    assertThatThrownBy(() -> policy.check(url))
        .as(url)
        .isInstanceOfSatisfying(RejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
