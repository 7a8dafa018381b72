package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Channel;
import dev.realtime.RealtimeListener;
import dev.realtime.Start;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import dev.realtime.spi.EndReason;
import dev.realtime.testkit.tck.Verifies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How event streams end: at their maximum age, and when the peer goes without a word. */
class TransportStreamLifeTest {
  private static final Pattern STREAMS = Pattern.compile("eventStreams: ([0-9]+)");
  private static final int AGES = 4;
  private static final int CAP_MILLIS = 10_000;

  private static RealtimeServer server(String maxAge) {
    return RealtimeServer.builder()
        .configuration(Configuration.builder())
        .port(0)
        .set("realtime.heartbeat.interval", "100ms")
        .set("realtime.sse.max-duration", maxAge)
        .start();
  }

  private static Socket stream(RealtimeServer server) throws IOException {
    Socket peer = new Socket();
    peer.setSoTimeout(CAP_MILLIS);
    peer.connect(new InetSocketAddress("localhost", server.port()));
    String request =
        "GET /realtime/channels/a HTTP/1.1\r\nHost: localhost:%d\r\nAccept: text/event-stream\r\n\r\n"
            .formatted(server.port());
    peer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return peer;
  }

  private static BufferedReader linesOf(Socket peer) throws IOException {
    return new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  @Verifies("4.11")
  void required_4_11_aStreamEndsAtItsMaximumAge() throws IOException {
    try (RealtimeServer server = server("300ms");
        Socket peer = stream(server)) {
      List<String> lines = linesOf(peer).lines().takeWhile(line -> !line.equals("0")).toList();

      int bye = lines.indexOf("event: bye");
      assertThat(bye).as("the bye in %s", lines).isPositive();
      assertThat(lines.get(bye + 1))
          .isEqualTo("data: {\"code\":\"max-age\",\"retryAfterMillis\":0}");
      assertThat(lines).as("heartbeats before it").contains("event: heartbeat");
      assertThat(streams(server)).isZero();
    }
  }

  @Test
  @Verifies("4.10")
  void required_4_10_aStreamThatWasTooOldIsOpenedAgainWithoutLossOrRepeat() throws Exception {
    BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    Ends ends = new Ends();
    try (RealtimeServer server = server("300ms");
        RealtimeClient client =
            RealtimeClient.builder()
                .configuration(Configuration.builder())
                .url(server.url().toString())
                .transport(Transport.SSE)
                .listener(ends)
                .connect()) {
      Channel<String> channel = client.channel("a", String.class);
      channel.subscribe(Start.earliest(), m -> seen.add(m.offset()));
      long published = 0;
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CAP_MILLIS);
      while (ends.ended.size() < AGES && System.nanoTime() < deadline) {
        channel.publish("x").toCompletableFuture().get(CAP_MILLIS, TimeUnit.MILLISECONDS);
        published++;
      }

      List<Long> offsets = new ArrayList<>();
      while (offsets.size() < published) {
        Long next = seen.poll(CAP_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(next).as("after %s of %s", offsets.size(), published).isNotNull();
        offsets.add(next);
      }
      assertThat(offsets).isEqualTo(LongStream.rangeClosed(1, published).boxed().toList());
      assertThat(ends.ended).as("streams that ended").hasSizeGreaterThanOrEqualTo(AGES);
      assertThat(List.copyOf(ends.ended).subList(0, AGES))
          .allSatisfy(end -> assertThat(end).isInstanceOf(EndReason.Completed.class));
    }
    assertThat(seen).as("repeats").isEmpty();
  }

  private static final class Ends implements RealtimeListener {
    private final BlockingQueue<EndReason> ended = new LinkedBlockingQueue<>();

    @Override
    public void exchangeEnded(Subscription subscription, Transport transport, EndReason reason) {
      ended.add(reason);
    }
  }

  /** A peer that lingers for no time sends RST when it closes, any other FIN. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Verifies("4.11")
  void required_4_11_aPeerThatGoesIsNoticed(boolean reset) throws IOException {
    try (RealtimeServer ageless = server("0")) {
      try (Socket peer = stream(ageless)) {
        assertThat(linesOf(peer).lines().anyMatch("event: hello"::equals)).isTrue();
        assertThat(streams(ageless)).isOne();
        if (reset) {
          peer.setSoLinger(true, 0);
        }
      }

      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CAP_MILLIS);
      while (streams(ageless) > 0 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(streams(ageless)).as("streams of a peer that is gone").isZero();
    }
  }

  private static int streams(RealtimeServer of) throws IOException {
    try (InputStream body = URI.create(of.url() + "/status").toURL().openStream()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return STREAMS
          .matcher(text)
          .results()
          .mapToInt(found -> Integer.parseInt(found.group(1)))
          .sum();
    }
  }
}
