package dev.realtime.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
  private static final URI HTTPS = URI.create("https://callback.example/");
  private static final URI HTTP = URI.create("http://callback.example/");
  private static final CallbackPolicy STRICT = CallbackPolicy.defaults();
  private static final CallbackPolicy PRIVATE = CallbackPolicy.defaults().allowingPrivate();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0.0",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "177.0.0.1",
        "191.255.255.255",
        "192.0.1.0",
        "192.0.3.0",
        "192.88.98.255",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "168.63.129.15",
        "168.63.129.17",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2001:db7:ffff::1",
        "2001:db9::1",
        "2003::1",
        "2606:4700::1111",
        "3ffe:ffff::1",
        "3fff:1000::1",
        "2000::1",
      })
  void allowsWhatIsReachableForEveryone(String address) throws UnknownHostException {
    assertThat(STRICT.refusal(HTTPS, InetAddress.getByName(address))).isEmpty();
    assertThat(STRICT.refusal(HTTP, InetAddress.getByName(address))).isPresent();
    assertThat(PRIVATE.refusal(HTTPS, InetAddress.getByName(address))).isEmpty();
    assertThat(PRIVATE.refusal(HTTP, InetAddress.getByName(address))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0", "10.255.255.255", "127.0.0.1", "127.0.0.2", "127.255.255.255", "172.16.0.0",
        "172.31.255.255", "192.168.0.0", "192.168.255.255", "::1", "fc00::1", "fd00:ec2::254",
        "fdff:ffff::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
      })
  void allowsPrivateAddressesByTheSwitchAlone(String address) throws UnknownHostException {
    assertThat(STRICT.refusal(HTTPS, InetAddress.getByName(address))).isPresent();
    assertThat(STRICT.allowingHttp().refusal(HTTP, InetAddress.getByName(address))).isPresent();
    assertThat(PRIVATE.refusal(HTTPS, InetAddress.getByName(address))).isEmpty();
    assertThat(PRIVATE.refusal(HTTP, InetAddress.getByName(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "0.255.255.255",
        "100.64.0.0",
        "100.100.100.200",
        "100.127.255.255",
        "169.254.0.1",
        "169.254.169.254",
        "169.254.255.255",
        "192.0.0.0",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.255",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::2",
        "::7f00:1",
        "::ffff:0:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "200::1",
        "1fff::1",
        "2001::1",
        "2001:1ff::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "3fff:fff::1",
        "4000::1",
        "5f00::1",
        "8000::1",
        "fe00::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "feff::1",
        "ff02::1",
        "ffff::1",
        "::ffff:169.254.169.254",
      })
  void refusesAllOtherBlocksAlways(String address) throws UnknownHostException {
    assertThat(STRICT.refusal(HTTPS, InetAddress.getByName(address))).isPresent();
    assertThat(PRIVATE.allowingHttp().refusal(HTTP, InetAddress.getByName(address))).isPresent();
  }

  @Test
  void refusesMappedBytesThatNobodyUnwrapped() {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff08080808");

    assertThat(AddressBlock.all().stream().filter(b -> b.contains(mapped)).findFirst())
        .hasToString("Optional[::ffff:0:0/96, IPv4-mapped]");
  }
}
