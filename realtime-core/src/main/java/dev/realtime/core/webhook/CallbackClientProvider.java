package dev.realtime.core.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;

/** How a server finds the module that sends webhooks: by {@link java.util.ServiceLoader}. */
public interface CallbackClientProvider {
  /** The one on the class path or module path; empty if there is none. */
  static Optional<CallbackClientProvider> find() {
    return ServiceLoader.load(CallbackClientProvider.class).findFirst();
  }

  /**
   * A client.
   *
   * @param policy judges every address of every connect
   * @param connectTimeout of one address
   */
  CallbackClient open(CallbackPolicy policy, Duration connectTimeout);
}
