package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.testkit.tck.SocketTalk;
import dev.realtime.testkit.tck.Verifies;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscriptions on a raw socket: where they begin, how they move, and the window. */
class SocketSubscriptionsTest {
  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.heartbeat.interval", "200ms")
          .start();

  @AfterEach
  void stop() {
    server.close();
  }

  private String publish(String channel, int count) {
    String last = "";
    for (int i = 0; i < count; i++) {
      last =
          server
              .channel(channel, Integer.class)
              .publish(i)
              .toCompletableFuture()
              .orTimeout(10, TimeUnit.SECONDS)
              .join()
              .position()
              .toString();
    }
    return last;
  }

  private static String last(String batch) {
    Matcher matcher = Pattern.compile("\"last\":\"([^\"]+)\"").matcher(batch);
    assertThat(matcher.find()).as(batch).isTrue();
    return matcher.group(1);
  }

  @Test
  void aSubscribeMovesASubscriptionAndAnUnsubscribeEndsIt() {
    publish("a", 3);
    try (SocketTalk talk = SocketTalk.many(server.url())) {
      talk.say("{'op':'subscribe','channel':'a','after':'latest'}");
      assertThat(talk.hear()).startsWith("{\"op\":\"subscribed\"").contains(":3\",\"head\"");
      talk.say("{'op':'subscribe','channel':'a','after':'-1'}");
      assertThat(talk.hear()).startsWith("{\"op\":\"subscribed\"").contains(":2\",\"head\"");
      assertThat(talk.hear()).contains("\"offset\":3").doesNotContain("\"offset\":2");

      talk.say("{'op':'unsubscribe','channel':'a'}");
      assertThat(talk.hearAllUntilPong()).isEmpty();
      publish("a", 1);

      assertThat(talk.hearAllUntilPong()).isEmpty();
    }
  }

  @Test
  @Verifies("4.1")
  void required_4_1_afterAMoveNothingOfTheFormerSubscriptionComes() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 8_000 && !over.get(); i++) {
                publish("a", 1);
              }
            });
    try (SocketTalk talk = SocketTalk.many(server.url())) {
      for (int i = 0; i < 300; i++) {
        if (i % 2 == 0) {
          talk.say("{'op':'unsubscribe','channel':'a'}");
        }
        talk.say("{'op':'subscribe','channel':'a','after':'0:0'}");
        String frame = talk.hear();
        while (!frame.startsWith("{\"op\":\"subscribed\"")) {
          frame = talk.hear();
        }
        assertThat(talk.hear()).as("move %d", i).contains("\"previous\":\"0:0\"");
      }
    } finally {
      over.set(true);
      publishing.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void theWindowIsTheNumberOfBatchesThatAreNotAcknowledged() {
    publish("a", 1_000);
    try (SocketTalk talk = SocketTalk.many(server.url())) {
      talk.say("{'op':'subscribe','channel':'a','after':'earliest','window':2}");
      assertThat(talk.hear()).startsWith("{\"op\":\"subscribed\"");
      String first = last(talk.hear());
      String second = last(talk.hear());
      assertThat(talk.hearAllUntilPong()).isEmpty();

      talk.say("{'op':'ack','channel':'a','position':'" + first + "'}");
      String third = last(talk.hear());
      assertThat(talk.hearAllUntilPong()).isEmpty();
      talk.say("{'op':'ack','channel':'a','position':'" + first + "'}");
      talk.say("{'op':'ack','channel':'a','position':'zz:7'}");
      talk.say("{'op':'ack','channel':'b','position':'" + second + "'}");
      assertThat(talk.hearAllUntilPong()).isEmpty();

      talk.say("{'op':'ack','channel':'a','position':'" + third + "'}");
      assertThat(last(talk.hear())).endsWith(":400");
      assertThat(last(talk.hear())).endsWith(":500");
      assertThat(talk.hearAllUntilPong()).isEmpty();
    }
  }

  @Test
  void aSlowChannelDoesNotStopAnother() {
    publish("slow", 1_000);
    try (SocketTalk talk = SocketTalk.many(server.url())) {
      talk.say("{'op':'subscribe','channel':'slow','after':'earliest','window':1}");
      talk.say("{'op':'subscribe','channel':'fast','after':'latest','window':1}");
      assertThat(talk.hearAllUntilPong()).contains("\"channel\":\"fast\",\"position\"");

      for (int i = 0; i < 5; i++) {
        publish("fast", 1);
        String batch = talk.hear();
        assertThat(batch).contains("\"channel\":\"fast\"");
        talk.say("{'op':'ack','channel':'fast','position':'" + last(batch) + "'}");
      }
    }
  }

  @Test
  void aSocketOfOneChannelIsSubscribedAtOnce() {
    publish("a", 300);
    try (SocketTalk talk = SocketTalk.to(server.url(), "/channels/a?after=earliest&window=1")) {
      assertThat(talk.hear()).startsWith("{\"op\":\"hello\",\"heartbeatMillis\":200,");
      assertThat(talk.hear()).startsWith("{\"op\":\"subscribed\",\"channel\":\"a\"");
      String first = last(talk.hear());
      assertThat(talk.hearAllUntilPong()).isEmpty();

      talk.say("{'op':'ack','position':'" + first + "'}");
      assertThat(last(talk.hear())).endsWith(":200");
      talk.say("{'op':'publish','ref':'r','messages':[{'data':7}]}");
      assertThat(talk.hear()).startsWith("{\"op\":\"published\",\"ref\":\"r\",\"channel\":\"a\"");
    }
  }

  @Test
  void aSocketTakesTwoHundredChannels() {
    try (SocketTalk talk = SocketTalk.many(server.url())) {
      for (int i = 0; i < 201; i++) {
        talk.say("{'op':'subscribe','channel':'c" + i + "'}");
      }

      String all = talk.hearAllUntilPong();

      assertThat(all.lines().filter(f -> f.startsWith("{\"op\":\"subscribed\""))).hasSize(200);
      assertThat(all).contains("{\"op\":\"error\",\"channel\":\"c200\"");
    }
  }
}
