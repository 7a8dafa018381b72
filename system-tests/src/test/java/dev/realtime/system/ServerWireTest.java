package dev.realtime.system;

import dev.realtime.testkit.tck.ServerEventStreamContract;
import dev.realtime.testkit.tck.ServerFixture;
import dev.realtime.testkit.tck.ServerSocketContract;
import dev.realtime.testkit.tck.ServerStalledPeerContract;
import dev.realtime.testkit.tck.ServerWebhookContract;

/** The contracts of a server, as its bytes on the wire show them. */
class ServerWireTest
    implements ServerEventStreamContract,
        ServerSocketContract,
        ServerStalledPeerContract,
        ServerWebhookContract {
  @Override
  public ServerFixture newServer() {
    return new ServedFixture();
  }
}
