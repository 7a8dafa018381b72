package dev.realtime.system;

import dev.realtime.Transport;
import dev.realtime.testkit.tck.ChannelContract;
import dev.realtime.testkit.tck.RealtimeFixture;
import org.junit.jupiter.api.Nested;

/** The rules that an application sees, over each transport between a real client and server. */
class ChannelMatrixTest {
  @Nested
  class OverShortPolling implements ChannelContract {
    @Override
    public RealtimeFixture start() {
      return new NetworkFixture(Transport.SHORT_POLLING);
    }
  }

  @Nested
  class OverLongPolling implements ChannelContract {
    @Override
    public RealtimeFixture start() {
      return new NetworkFixture(Transport.LONG_POLLING);
    }
  }

  @Nested
  class OverEventStreams implements ChannelContract {
    @Override
    public RealtimeFixture start() {
      return new NetworkFixture(Transport.SSE);
    }
  }

  @Nested
  class OverWebhooks implements ChannelContract {
    @Override
    public RealtimeFixture start() {
      return new NetworkFixture(Transport.WEBHOOK);
    }
  }

  @Nested
  class OverSockets implements ChannelContract {
    @Override
    public RealtimeFixture start() {
      return new NetworkFixture(Transport.WEBSOCKET);
    }
  }
}
