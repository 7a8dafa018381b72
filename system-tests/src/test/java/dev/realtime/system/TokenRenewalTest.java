package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Channel;
import dev.realtime.CloseReason;
import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.Subscription;
import dev.realtime.Transport;
import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import dev.realtime.spi.Principal;
import dev.realtime.testkit.tck.Verifies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client whose tokens go out of date, against a server that knows which are good. */
class TokenRenewalTest {
  private static final Duration BRIEF = Duration.ofMillis(500);

  private final Set<String> good = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
  private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> made = new LinkedBlockingQueue<>();
  private final AtomicInteger asked = new AtomicInteger();

  /** How a client comes by its tokens; the tests of rules run on wrong ones too. */
  private BiFunction<RealtimeClient.Builder, Supplier<String>, RealtimeClient.Builder> manner =
      RealtimeClient.Builder::tokens;

  private final RealtimeServer server =
      RealtimeServer.builder()
          .configuration(Configuration.builder())
          .port(0)
          .set("realtime.webhook.allow-private", "true")
          .authenticator(this::authenticate)
          .start();

  @AfterEach
  void stop() {
    server.close();
  }

  private CompletionStage<Principal> authenticate(Optional<String> token) {
    String text = token.orElse("none");
    if (!good.contains(text)) {
      refused.add(text);
      return CompletableFuture.failedFuture(
          new RejectedException(ErrorCode.UNAUTHENTICATED, "this token is not known"));
    }
    return CompletableFuture.completedFuture(
        new Principal("ann", Optional.ofNullable(expiries.get(text))));
  }

  private RealtimeClient client(Transport transport, Supplier<String> tokens) {
    RealtimeClient.Builder builder =
        RealtimeClient.builder()
            .configuration(Configuration.builder())
            .set("realtime.short-polling.interval", "250ms")
            .set("realtime.long-polling.wait", "1s")
            .set("realtime.retry.min-delay", "10ms")
            .set("realtime.webhook.callback-url", "http://127.0.0.1:0/hooks")
            .url(server.url().toString())
            .transport(transport);
    return manner.apply(builder, tokens).connect();
  }

  /** One after the other, {@code t1}, {@code t2}… */
  private String next() {
    String token = "t" + asked.incrementAndGet();
    if (token.equals("t1")) {
      expiries.computeIfPresent(token, (name, never) -> Instant.now().plus(BRIEF));
    }
    made.add(token);
    return token;
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void awaitSeen(String... expected) throws InterruptedException {
    for (String message : expected) {
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  @Verifies("4.24")
  void required_4_24_aRefusedTokenIsRenewedOnce(Transport transport) throws Exception {
    good.add("t2");

    try (RealtimeClient client = client(transport, this::next)) {
      goesOn(client);
    }

    assertThat(refused).as("tokens refused").containsExactly("t1");
    assertThat(asked).as("tokens asked for").hasValue(2);
  }

  /** Subscribes, publishes and sees it. */
  private void goesOn(RealtimeClient client) throws InterruptedException {
    Channel<String> channel = client.channel("a", String.class);
    Subscription subscription = channel.subscribe(m -> seen.add(m.data()));
    assertThat(subscription.live()).succeedsWithin(Duration.ofSeconds(10));
    join(channel.publish("one"));
    awaitSeen("one");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  @Verifies("4.24")
  void required_4_24_aNewTokenThatIsRefusedTooIsTheEnd(Transport transport) {
    try (RealtimeClient client = client(transport, this::next)) {
      Subscription subscription =
          client.channel("a", String.class).subscribe(m -> seen.add(m.data()));

      assertThat(join(subscription.closed()))
          .isInstanceOfSatisfying(
              CloseReason.Failed.class,
              failed -> assertThat(failed.cause().code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
    }
    assertThat(refused).as("tokens refused").containsExactly("t1", "t2");
  }

  @Test
  @Verifies("4.24")
  void required_4_24_aPublishGoesOnUnderItsNumber() throws Exception {
    good.addAll(List.of("t1", "t2"));
    try (RealtimeClient client = client(Transport.LONG_POLLING, this::next)) {
      Channel<String> channel = client.channel("a", String.class);
      join(channel.publish("one"));
      good.remove("t1");

      assertThat(join(channel.publish("two")).duplicate()).isFalse();

      channel.subscribe(Start.earliest(), m -> seen.add(m.data()));
      awaitSeen("one", "two");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SSE", "WEBSOCKET"})
  @Verifies("4.24")
  void required_4_24_aStreamWhoseTokenExpiresIsOpenedAgain(Transport transport) throws Exception {
    good.addAll(List.of("t1", "t2"));
    expiries.put("t1", Instant.MAX);
    try (RealtimeClient client = client(transport, this::next)) {
      Channel<String> channel = client.channel("a", String.class);
      BlockingQueue<String> closed = new LinkedBlockingQueue<>();
      Subscription subscription = channel.subscribe(m -> seen.add(m.data()));
      subscription.closed().thenAccept(reason -> closed.add(reason.toString()));
      join(subscription.live());
      join(channel.publish("one"));
      awaitSeen("one");

      assertThat(made.take()).isEqualTo("t1");
      assertThat(made.poll(10, TimeUnit.SECONDS)).isEqualTo("t2");
      join(channel.publish("two"));

      awaitSeen("two");
      assertThat(closed).isEmpty();
      assertThat(asked).as("tokens asked for").hasValue(2);
    }
  }

  private static void assertFound(ThrowingCallable test, String message) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class).hasMessageContaining(message);
  }

  private void useAClientThatDoesNotRenew() {
    manner = (builder, tokens) -> builder.set("realtime.client.token", tokens.get());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  void aClientThatDoesNotRenewIsFound(Transport transport) {
    useAClientThatDoesNotRenew();

    assertFound(
        () -> required_4_24_aRefusedTokenIsRenewedOnce(transport), "this token is not known");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  void aClientThatEndsWithItsFirstTokenIsFound(Transport transport) {
    useAClientThatDoesNotRenew();

    assertFound(
        () -> required_4_24_aNewTokenThatIsRefusedTooIsTheEnd(transport), "[tokens refused]");
  }

  @Test
  void aSourceThatFailsIsAskedAgain() throws Exception {
    good.add("t2");
    Supplier<String> once =
        () -> {
          if (asked.incrementAndGet() == 1) {
            throw new IllegalStateException("canary");
          }
          return "t2";
        };

    try (RealtimeClient client = client(Transport.LONG_POLLING, once)) {
      goesOn(client);
    }

    assertThat(refused).isEmpty();
  }

  @Test
  void aTokenThatCannotStandInAHeaderIsNotSent() throws Exception {
    good.add("t2");
    Supplier<String> torn = () -> asked.incrementAndGet() == 1 ? "t\r\nX: y" : "t2";

    try (RealtimeClient client = client(Transport.SSE, torn)) {
      goesOn(client);
    }

    assertThat(refused).isEmpty();
  }

  @Test
  void manyRequestsAskOnce() throws Exception {
    good.add("t1");
    try (RealtimeClient client = client(Transport.SSE, this::next)) {
      List<Subscription> all =
          IntStream.range(0, 20)
              .mapToObj(i -> client.channel("c" + i, String.class).subscribe(m -> {}))
              .toList();
      all.forEach(subscription -> join(subscription.live()));
    }

    assertThat(asked).hasValue(1);
  }

  @Test
  void aTokenOfTheApplicationIsNotSentUnencrypted() {
    RealtimeClient.Builder exposed =
        RealtimeClient.builder()
            .configuration(Configuration.builder())
            .url("http://chat.example/realtime")
            .tokens(this::next);

    assertThatThrownBy(exposed::connect)
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "A token of the application would travel unencrypted with"
                + " realtime.client.url=http://chat.example/realtime (builder). Use https, or on a"
                + " trusted network only, realtime.client.allow-insecure-token=true.");
  }
}
