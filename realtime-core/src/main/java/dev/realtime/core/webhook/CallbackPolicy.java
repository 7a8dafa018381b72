package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where webhooks may be sent: https to allowed ports of addresses that are reachable for everyone.
 * Immutable and thread-safe; nothing is looked up here. A callback is judged by its URL at
 * registration and by the addresses of its host at every connect, since a name may get another
 * address at any time: a URL that passed says nothing of the addresses behind its name.
 */
public final class CallbackPolicy {
  private static final int MAX_URL = 2_048;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final boolean http;
  private final boolean privateAddresses;
  private final Set<Integer> ports;

  /** The ports that are allowed; empty for all. */
  private CallbackPolicy(boolean http, boolean privateAddresses, Set<Integer> ports) {
    this.http = http;
    this.privateAddresses = privateAddresses;
    this.ports = Set.copyOf(ports);
  }

  /** https to port 443 of public addresses. */
  public static CallbackPolicy defaults() {
    return new CallbackPolicy(false, false, Set.of(HTTPS_PORT));
  }

  /** The same, and plain http to any allowed port; 80 has to be allowed by {@link #withPorts}. */
  public CallbackPolicy allowingHttp() {
    return new CallbackPolicy(true, privateAddresses, ports);
  }

  /**
   * The same, and loopback and private addresses, with plain http to them, for tests and
   * development. Ports stay as they are. Link-local and all other blocks stay refused.
   */
  public CallbackPolicy allowingPrivate() {
    return new CallbackPolicy(http, true, ports);
  }

  /** The same with these ports and no others, 1 to 65535, at least one. */
  public CallbackPolicy withPorts(Set<Integer> ports) {
    if (ports.isEmpty() || ports.stream().anyMatch(port -> port < 1 || port > 65_535)) {
      throw new IllegalArgumentException("ports are 1 to 65535, at least one, but " + ports);
    }
    return new CallbackPolicy(http, privateAddresses, ports);
  }

  /** The same with all ports: what listens for a test takes one that is free. */
  public CallbackPolicy allowingAnyPort() {
    return new CallbackPolicy(http, privateAddresses, Set.of());
  }

  /**
   * Judges the URL of a registration.
   *
   * @return the URL to send to
   * @throws RejectedException bad-request if it is no URL of http or https with a plain host,
   *     forbidden if this policy refuses it; the text shows nothing of the URL but scheme and port
   */
  public URI check(String text) {
    URI url = parse(text);
    checkShape(url);
    boolean plain = scheme(url).equals("http");
    if (plain && !http && !privateAddresses) {
      throw forbidden("a callback has the scheme https");
    }
    int port = port(url);
    if (!ports.isEmpty() && !ports.contains(port)) {
      throw forbidden("a callback to port " + port + " is not allowed");
    }
    if (CallbackHost.isLocalhost(url.getHost()) && !privateAddresses) {
      throw forbidden("a callback to localhost is not allowed");
    }
    CallbackHost.literal(url.getHost())
        .flatMap(address -> refusal(url, address))
        .ifPresent(
            why -> {
              throw forbidden("the callback is refused: " + why);
            });
    return url;
  }

  /**
   * Judges the addresses of a host before a connect: all that the name has, as one refused address
   * among them would be enough for an attacker who can wait.
   *
   * @throws RejectedException forbidden if there is none or at least one is refused; the text does
   *     not say which, so that nobody can ask for names inside a network
   */
  public void check(URI url, List<InetAddress> addresses) {
    boolean refused = addresses.stream().anyMatch(a -> refusal(url, a).isPresent());
    if (addresses.isEmpty() || refused) {
      throw forbidden("the callback's host has no address or one that is not allowed");
    }
  }

  /** Why an address of the URL's host is refused, for the log; empty if it is allowed. */
  public Optional<String> refusal(URI url, InetAddress address) {
    Optional<AddressBlock> block =
        AddressBlock.all().stream().filter(b -> b.contains(address.getAddress())).findFirst();
    if (block.isPresent() && block.get().isPrivate() && privateAddresses) {
      return Optional.empty();
    }
    if (block.isPresent()) {
      return Optional.of("the address is in " + block.get());
    }
    return http || scheme(url).equals("https")
        ? Optional.empty()
        : Optional.of("plain http goes to private addresses only");
  }

  private static URI parse(String text) {
    if (text.length() > MAX_URL) {
      throw malformed("a callback URL has at most " + MAX_URL + " characters");
    }
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Without the cause, whose text repeats the URL: its query may hold a secret.
      throw malformed("the callback is not a URL");
    }
  }

  private static void checkShape(URI url) {
    String scheme = scheme(url);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw malformed("a callback URL begins with https://");
    }
    String authority = String.valueOf(url.getRawAuthority());
    if (authority.indexOf('@') >= 0) {
      throw malformed("a callback URL has no user or password");
    }
    if (url.getRawFragment() != null) {
      throw malformed("a callback URL has no fragment");
    }
    if (url.getHost() == null || !CallbackHost.isPlain(url.getHost())) {
      throw malformed(
          "the host of a callback URL is a name, four decimal numbers or an IPv6 address in"
              + " brackets, without zone or embedded IPv4 address");
    }
    if (authority.endsWith(":") || url.getPort() == 0 || url.getPort() > 65_535) {
      throw malformed("the port of a callback URL is 1 to 65535");
    }
  }

  private static String scheme(URI url) {
    return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
  }

  private static int port(URI url) {
    if (url.getPort() > 0) {
      return url.getPort();
    }
    return scheme(url).equals("https") ? HTTPS_PORT : HTTP_PORT;
  }

  private static RejectedException malformed(String text) {
    return new RejectedException(ErrorCode.BAD_REQUEST, text);
  }

  private static RejectedException forbidden(String text) {
    return new RejectedException(ErrorCode.FORBIDDEN, text);
  }
}
