package dev.realtime.core.webhook;

import java.time.Duration;

/** How a server finds the module that sends webhooks: by {@link java.util.ServiceLoader}. */
public interface CallbackClientProvider {
  /**
   * A client.
   *
   * @param policy judges every address of every connect
   * @param connectTimeout of one address
   */
  CallbackClient open(CallbackPolicy policy, Duration connectTimeout);
}
