package dev.realtime.okhttp;

import dev.realtime.Realtime;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.spi.RealtimeClientProvider;
import java.net.URI;
import java.util.Map;

/** How test tools find this module. */
public final class OkHttpProvider implements RealtimeClientProvider {
  /** For the service loader. */
  public OkHttpProvider() {}

  @Override
  public Realtime connect(URI url, Transport transport, Map<String, String> properties) {
    RealtimeClient.Builder builder =
        RealtimeClient.builder()
            .configuration(Configuration.builder())
            .url(url.toString())
            .transport(transport);
    properties.forEach(builder::set);
    return builder.connect();
  }
}
