package dev.realtime.okhttp.webhook;

import java.net.UnknownHostException;

/**
 * A host or an address that the policy refuses, before any byte was sent. It is an unknown host to
 * OkHttp, which lets a look-up fail in no other way.
 */
final class RefusedAddressException extends UnknownHostException {
  private static final long serialVersionUID = 1;

  RefusedAddressException(String why) {
    super(why);
  }
}
