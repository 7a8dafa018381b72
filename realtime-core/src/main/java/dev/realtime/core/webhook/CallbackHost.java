package dev.realtime.core.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of a callback URL, judged by its spelling without a look-up. Only one spelling of an
 * address is accepted, since libraries disagree on the others: {@code 0177.0.0.1} is 127.0.0.1 to
 * some and 177.0.0.1 to others.
 */
final class CallbackHost {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:]{2,39}]");
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)([A-Za-z0-9-]{1,63}\\.)*[A-Za-z0-9-]{1,63}");

  /** What some resolver takes for an address although it is not spelled as one. */
  private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)");

  private CallbackHost() {}

  /** Whether the host is an address or name in the one spelling that is accepted. */
  static boolean isPlain(String host) {
    return literal(host).isPresent()
        || (NAME.matcher(host).matches() && !NUMBER.matcher(host).matches());
  }

  /** The address that the host is; empty for a name, IPv4 inside IPv6 and other spellings. */
  static Optional<InetAddress> literal(String host) {
    if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      // Never a look-up: both patterns are literals to InetAddress.
      InetAddress address = InetAddress.getByName(host);
      boolean mapped = host.startsWith("[") && address.getAddress().length == 4;
      return mapped ? Optional.empty() : Optional.of(address);
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether the name means this machine (RFC 6761 §6.3). */
  static boolean isLocalhost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost");
  }
}
