package dev.realtime.examples.quickstart;

import dev.realtime.Channel;
import dev.realtime.jetty.RealtimeServer;

public class Server {
  public static void main(String[] args) throws Exception {
    try (RealtimeServer server = RealtimeServer.start()) { // http://localhost:8080/realtime
      Channel<String> lobby = server.channel("chat/lobby", String.class);
      lobby.subscribe(m -> System.out.println(m.offset() + " " + m.data()));
      server.join();
    }
  }
}
