package dev.realtime.examples.quickstart;

import dev.realtime.Channel;
import dev.realtime.Start;
import dev.realtime.okhttp.RealtimeClient;

public class Client {
  public static void main(String[] args) throws Exception {
    try (RealtimeClient client = RealtimeClient.connect("http://localhost:8080/realtime")) {
      Channel<String> lobby = client.channel("chat/lobby", String.class);
      lobby.subscribe(Start.earliest(), m -> System.out.println(m.offset() + " " + m.data()));
      lobby.publish("hello"); // CompletionStage<Receipt>: position, safe to retry
      Thread.currentThread().join();
    }
  }
}
