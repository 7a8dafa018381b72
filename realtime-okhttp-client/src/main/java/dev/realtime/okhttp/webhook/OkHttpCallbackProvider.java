package dev.realtime.okhttp.webhook;

import dev.realtime.core.webhook.CallbackClient;
import dev.realtime.core.webhook.CallbackClientProvider;
import dev.realtime.core.webhook.CallbackPolicy;
import java.time.Duration;

/** How a server finds this module. */
public final class OkHttpCallbackProvider implements CallbackClientProvider {
  /** For the service loader. */
  public OkHttpCallbackProvider() {}

  @Override
  public CallbackClient open(CallbackPolicy policy, Duration connectTimeout) {
    return new OkHttpCallbackClient(policy, connectTimeout);
  }
}
