package dev.realtime.jetty;

import dev.realtime.Realtime;
import dev.realtime.core.config.Configuration;
import dev.realtime.spi.RealtimeServerProvider;
import java.net.URI;
import java.util.Map;

/** How test tools find this module. */
public final class JettyProvider implements RealtimeServerProvider {
  /** For the service loader. */
  public JettyProvider() {}

  @Override
  public RunningServer start(Map<String, String> properties) {
    RealtimeServer.Builder builder =
        RealtimeServer.builder().configuration(Configuration.builder()).port(0);
    properties.forEach(builder::set);
    return new Running(builder.start());
  }

  private record Running(RealtimeServer server) implements RunningServer {
    @Override
    public URI url() {
      return server.url();
    }

    @Override
    public Realtime realtime() {
      return server;
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
