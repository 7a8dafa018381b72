package dev.realtime.okhttp.webhook;

import dev.realtime.core.webhook.CallbackPolicy;
import dev.realtime.okhttp.call.MadeSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * Makes sockets that refuse to connect to an address that the policy refuses, however its host was
 * spelled and whoever looked it up. They use no proxy, not even the one of the process.
 *
 * <p>Thread-safe.
 */
final class GuardedSockets {
  private final CallbackPolicy policy;
  private final URI scheme;

  private GuardedSockets(CallbackPolicy policy, URI scheme) {
    this.policy = policy;
    this.scheme = scheme;
  }

  /**
   * Sockets for one scheme.
   *
   * @param scheme a URL with the scheme that is judged
   */
  static SocketFactory under(CallbackPolicy policy, URI scheme) {
    GuardedSockets guard = new GuardedSockets(policy, scheme);
    return new MadeSockets(() -> guard.new Guarded());
  }

  private void check(SocketAddress endpoint) throws RefusedAddressException {
    if (!(endpoint instanceof InetSocketAddress internet) || internet.getAddress() == null) {
      throw new RefusedAddressException("there is no address to judge");
    }
    Optional<String> refusal = policy.refusal(scheme, internet.getAddress());
    if (refusal.isPresent()) {
      throw new RefusedAddressException(internet + ": " + refusal.get());
    }
  }

  private final class Guarded extends Socket {
    Guarded() {
      super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      check(endpoint);
      // A body over one segment would wait for the delayed acknowledgement of its first: 40 ms.
      setTcpNoDelay(true);
      try {
        super.connect(endpoint, timeout);
      } catch (SocketException e) {
        // The JDK has no type of its own for a network without a way.
        throw e.getClass() == SocketException.class ? noRoute(e) : e;
      }
    }

    private static NoRouteToHostException noRoute(SocketException cause) {
      NoRouteToHostException failure = new NoRouteToHostException(cause.getMessage());
      failure.initCause(cause);
      return failure;
    }
  }
}
