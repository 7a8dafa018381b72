package dev.realtime.system;

import dev.realtime.testkit.tck.ServerEventStreamContract;
import dev.realtime.testkit.tck.ServerFixture;

/** The contracts of a server, as its bytes on the wire show them. */
class ServerWireTest implements ServerEventStreamContract {
  @Override
  public ServerFixture newServer() {
    return new ServedFixture();
  }
}
