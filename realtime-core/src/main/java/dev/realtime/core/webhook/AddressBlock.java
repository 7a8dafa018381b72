package dev.realtime.core.webhook;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block of addresses that a callback must not be sent to: a prefix of the IANA special-purpose
 * registries, or what was never given out. Immutable.
 */
final class AddressBlock {
  /** The first block that holds an address names it, so the narrow ones come first. */
  private static final List<AddressBlock> ALL =
      Stream.concat(v4().stream(), v6().stream()).toList();

  private final byte[] prefix;
  private final int bits;
  private final String name;
  private final boolean isPrivate;

  private AddressBlock(String hex, int size, int bits, String name, boolean isPrivate) {
    this.prefix = HexFormat.of().parseHex(hex + "0".repeat(size * 2 - hex.length()));
    this.bits = bits;
    this.name = name;
    this.isPrivate = isPrivate;
  }

  private static AddressBlock v4(String hex, int bits, String name) {
    return new AddressBlock(hex, 4, bits, name, false);
  }

  private static AddressBlock private4(String hex, int bits, String name) {
    return new AddressBlock(hex, 4, bits, name, true);
  }

  private static AddressBlock v6(String hex, int bits, String name) {
    return new AddressBlock(hex, 16, bits, name, false);
  }

  private static AddressBlock private6(String hex, int bits, String name) {
    return new AddressBlock(hex, 16, bits, name, true);
  }

  private static List<AddressBlock> v4() {
    return List.of(
        v4("00", 8, "0.0.0.0/8, this network"),
        private4("0a", 8, "10.0.0.0/8, private"),
        v4("6440", 10, "100.64.0.0/10, carrier NAT"),
        private4("7f", 8, "127.0.0.0/8, loopback"),
        v4("a9fe", 16, "169.254.0.0/16, link-local"),
        private4("ac10", 12, "172.16.0.0/12, private"),
        v4("c00000", 24, "192.0.0.0/24, protocol assignments"),
        v4("c00002", 24, "192.0.2.0/24, documentation"),
        v4("c05863", 24, "192.88.99.0/24, 6to4 relays"),
        private4("c0a8", 16, "192.168.0.0/16, private"),
        v4("c612", 15, "198.18.0.0/15, benchmarks"),
        v4("c63364", 24, "198.51.100.0/24, documentation"),
        v4("cb0071", 24, "203.0.113.0/24, documentation"),
        v4("e0", 4, "224.0.0.0/4, multicast"),
        v4("f0", 4, "240.0.0.0/4, reserved"),
        v4("a83f8110", 32, "168.63.129.16/32, cloud host"));
  }

  private static List<AddressBlock> v6() {
    return List.of(
        private6("00000000000000000000000000000001", 128, "::1/128, loopback"),
        v6("00000000000000000000ffff", 96, "::ffff:0:0/96, IPv4-mapped"),
        v6("0064ff9b", 32, "64:ff9b::/32, NAT64"),
        v6("0100000000000000", 64, "100::/64, discard"),
        v6("2001", 23, "2001::/23, protocol assignments"),
        v6("20010db8", 32, "2001:db8::/32, documentation"),
        v6("2002", 16, "2002::/16, 6to4"),
        v6("3fff", 20, "3fff::/20, documentation"),
        v6("5f00", 16, "5f00::/16, segment routing"),
        private6("fc", 7, "fc00::/7, unique local"),
        v6("fe80", 10, "fe80::/10, link-local"),
        v6("fec0", 10, "fec0::/10, site-local"),
        v6("ff", 8, "ff00::/8, multicast"),
        v6("", 3, "::/3, not global unicast"),
        v6("40", 2, "4000::/2, not global unicast"),
        v6("80", 1, "8000::/1, not global unicast"));
  }

  /** The blocks in the order in which they are asked. */
  static List<AddressBlock> all() {
    return ALL;
  }

  /** Whether this block holds the address of 4 or 16 bytes. */
  boolean contains(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += 8) {
      int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit));
      if (((address[bit / 8] ^ prefix[bit / 8]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Loopback, RFC 1918 or unique local: what tests and development need. */
  boolean isPrivate() {
    return isPrivate;
  }

  @Override
  public String toString() {
    return name;
  }
}
