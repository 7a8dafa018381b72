package dev.realtime.okhttp.webhook;

import dev.realtime.RejectedException;
import dev.realtime.core.webhook.CallbackPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Looks names up and refuses one that has a refused address among its addresses. OkHttp does not
 * ask it for hosts that are addresses; {@link GuardedSockets} sees all.
 *
 * @param scheme a URL with the scheme that is judged
 */
record GuardedNames(Dns names, CallbackPolicy policy, URI scheme) implements Dns {
  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> addresses = names.lookup(host);
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host + " has no address");
    }
    try {
      policy.check(scheme, addresses);
    } catch (RejectedException e) {
      throw new RefusedAddressException(host + ": " + e.getMessage());
    }
    return addresses;
  }
}
