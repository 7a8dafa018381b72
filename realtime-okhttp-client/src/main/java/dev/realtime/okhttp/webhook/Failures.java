package dev.realtime.okhttp.webhook;

import dev.realtime.core.webhook.CallbackAnswer.Cause;
import dev.realtime.core.webhook.CallbackAnswer.None;
import dev.realtime.okhttp.call.Outcomes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failed call means. */
final class Failures {
  private static final int MAX_DETAIL = 300;
  private static final int MAX_DEPTH = 10;

  private Failures() {}

  static None of(IOException failure) {
    String detail = Outcomes.describe(failure);
    return new None(
        cause(chain(failure)), detail.substring(0, Math.min(MAX_DETAIL, detail.length())));
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (@Nullable Throwable t = failure; t != null && chain.size() < MAX_DEPTH; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static Cause cause(List<Throwable> chain) {
    if (has(chain, RefusedAddressException.class)) {
      return Cause.BLOCKED_ADDRESS;
    }
    if (has(chain, UnknownHostException.class)) {
      return Cause.DNS_ERROR;
    }
    if (has(chain, InterruptedIOException.class)) {
      return Cause.TIMEOUT;
    }
    if (has(chain, ConnectException.class) || has(chain, NoRouteToHostException.class)) {
      return Cause.CONNECTION_REFUSED;
    }
    boolean secured = has(chain, SSLException.class) || has(chain, GeneralSecurityException.class);
    // A reset below TLS is no failure of TLS.
    return secured && !has(chain, SocketException.class) ? Cause.TLS_ERROR : Cause.CONNECTION_LOST;
  }

  private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
    return chain.stream().anyMatch(type::isInstance);
  }
}
