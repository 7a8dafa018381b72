package dev.realtime.core.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** URLs, hosts and paths. */
final class Addresses {
  private static final String URL_ADVICE = "Write a URL such as https://example.com/realtime.";
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.%]*]?");
  private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9._~:@-]+)+");
  private static final Pattern DOTS = Pattern.compile(".*/\\.\\.?(/.*|$)");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private Addresses() {}

  /** The base URL of a server, mapped to http or https and without a slash at its end. */
  static ValueType<Optional<URI>> url() {
    return new ValueType<>(
        "URL",
        "",
        text -> text.isEmpty() ? Optional.empty() : Optional.of(base(text, parse(text), 1)));
  }

  /**
   * The URL under which a receiver is reached, without a slash at its end; port 0 is a free one.
   */
  static ValueType<Optional<URI>> callback() {
    return new ValueType<>(
        "URL",
        "",
        text -> text.isEmpty() ? Optional.empty() : Optional.of(base(text, parse(text), 0)));
  }

  /** Where a server listens, as {@code host:port}; port 0 is a free one. Not resolved. */
  static ValueType<Optional<InetSocketAddress>> socket() {
    return new ValueType<>("host:port", "", Addresses::readSocket);
  }

  private static Optional<InetSocketAddress> readSocket(String text) throws BadValueException {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (!HOST.matcher(host).matches()
        || !port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) > 65_535) {
      throw new BadValueException(
          Quoted.of(text) + " is not a host and a port",
          "Write both with a colon between, such as localhost:8081 or 0.0.0.0:8081.");
    }
    return Optional.of(InetSocketAddress.createUnresolved(host, Integer.parseInt(port)));
  }

  static ValueType<String> host() {
    return new ValueType<>(
        "host",
        "",
        text -> {
          if (!HOST.matcher(text).matches()) {
            throw new BadValueException(
                Quoted.of(text) + " is not a host",
                "Write a name or an address alone, such as localhost or 0.0.0.0;"
                    + " the port is realtime.server.port.");
          }
          return text;
        });
  }

  static ValueType<String> path() {
    return new ValueType<>(
        "path",
        "",
        text -> {
          if (!PATH.matcher(text).matches() || DOTS.matcher(text).matches()) {
            throw new BadValueException(
                Quoted.of(text) + " is not a path",
                "Begin with '/', end without one, use letters, digits and ._~:@- and no segment"
                    + " '.' or '..', such as /realtime.");
          }
          return text;
        });
  }

  /** Whether nothing but this machine can be meant; names are not resolved. */
  static boolean isLoopback(URI url) {
    String host = url.getHost();
    return host != null && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  private static URI parse(String text) throws BadValueException {
    // User info and query may hold a secret, so neither is shown.
    if (text.contains("@")) {
      throw new BadValueException(
          "The URL names a user or holds '@'",
          "Remove it; a token belongs to realtime.client.token.");
    }
    if (text.contains("?") || text.contains("#")) {
      throw new BadValueException(
          Quoted.of(text.split("[?#]", 2)[0]) + " is followed by a query or a fragment",
          "Remove it; a token belongs to realtime.client.token.");
    }
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new BadValueException(Quoted.of(text) + " is not a URL", URL_ADVICE);
    }
  }

  private static URI base(String text, URI url, int leastPort) throws BadValueException {
    String scheme = scheme(text, url);
    if (url.getHost() == null) {
      throw new BadValueException(
          Quoted.of(text) + " has no host that a URL can name",
          URL_ADVICE + " A host has letters, digits, '-' and '.' only.");
    }
    if ((url.getPort() >= 0 && url.getPort() < leastPort) || url.getPort() > 65_535) {
      throw new BadValueException(
          Quoted.of(text) + " has no valid port", "Use " + leastPort + " to 65535.");
    }
    String path = url.getRawPath().replaceFirst("/+$", "");
    return URI.create(scheme + "://" + url.getRawAuthority() + path);
  }

  private static String scheme(String text, URI url) throws BadValueException {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http", "ws" -> "http";
      case "https", "wss" -> "https";
      case "" -> throw new BadValueException(Quoted.of(text) + " has no scheme", URL_ADVICE);
      default ->
          throw new BadValueException(
              Quoted.of(text) + " is not a URL of http, https, ws or wss", URL_ADVICE);
    };
  }
}
