package dev.realtime.system;

import dev.realtime.Channel;
import dev.realtime.Realtime;
import dev.realtime.testkit.RealtimeProbe;
import dev.realtime.testkit.RealtimeTest;
import org.junit.jupiter.api.Test;

@RealtimeTest // runs the class once for each transport
class ChatTest {
  @Test
  void messagesArriveInOrder(Realtime realtime, RealtimeProbe probe) {
    Channel<String> lobby = realtime.channel("chat/lobby", String.class);
    lobby.publish("one");
    lobby.publish("two");

    probe.channel("chat/lobby").awaitData("one", "two");
  }
}
