package dev.realtime.jetty;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The refusal to listen where others can come, unless somebody decides what they may. */
final class OpenAddress {
  private OpenAddress() {}

  /**
   * Passes if only this machine can reach a host.
   *
   * @param host null for every address of the machine
   * @throws RejectedException configuration
   */
  static void refuse(@Nullable String host, int port) {
    if (host == null || !isLoopback(host)) {
      throw new RejectedException(
          ErrorCode.CONFIGURATION,
          "Refusing to listen on %s:%d without an AccessPolicy: anyone could publish. Pass .accessPolicy(…) or, on a trusted network only, set realtime.server.insecure=true."
              .formatted(host == null ? "every address" : host, port));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
