package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.UnavailableException;
import dev.realtime.core.loop.DeliveryGroups;
import dev.realtime.core.wire.ChannelName;
import dev.realtime.spi.Timers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * The webhook subscriptions of a server: what delivers them, and what their owners can do to them.
 *
 * <p>Thread-safe. Whoever asks for a subscription of somebody else is told that there is none.
 */
public final class Webhooks implements AutoCloseable {
  private static final Duration LONGEST_SPREAD = Duration.ofSeconds(30);
  private static final int STARTS_A_SECOND = 50;
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);
  private static final Duration LONGEST_END = Duration.ofSeconds(10);
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);
  private static final System.Logger LOG = System.getLogger(Webhooks.class.getName());

  private final WebhookContext context;
  private final WebhookOptions options;
  private final DeliveryGroups groups;
  private final Map<String, WebhookSubscription> subscriptions = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** What a server runs its webhooks with; the random source must be thread-safe. */
  public record Machine(Executor executor, Timers timers, Clock clock, RandomGenerator random) {}

  private Webhooks(WebhookContext context, WebhookOptions options, DeliveryGroups groups) {
    this.context = context;
    this.options = options;
    this.groups = groups;
  }

  /**
   * Goes on with the subscriptions of a store, spread over half a minute at most.
   *
   * @param client sends; closed with this
   * @param store closed with this
   */
  public static Webhooks open(
      WebhookOptions options,
      DeliveryGroups groups,
      CallbackClient client,
      SubscriptionStore store,
      Machine machine) {
    WebhookContext context =
        new WebhookContext(
            client,
            new Destinations(
                options.retry(),
                options.ratePerSecond(),
                machine.timers(),
                machine.clock(),
                machine.random()),
            store,
            new WebhookEvents(groups.group(WebhookEvents.CHANNEL).log()),
            options.retry(),
            options.timeout(),
            machine.executor(),
            new WebhookContext.Time(machine.timers(), machine.clock(), machine.random()));
    Webhooks webhooks = new Webhooks(context, options, groups);
    webhooks.goOn(store.load());
    return webhooks;
  }

  private void goOn(List<SubscriptionRecord> records) {
    long spread = Math.min(LONGEST_SPREAD.toMillis(), records.size() * 1_000L / STARTS_A_SECOND);
    for (SubscriptionRecord record : records) {
      Duration delay = Duration.ofMillis(context.time().random().nextLong(spread + 1));
      begin(record, delay);
    }
  }

  private WebhookSubscription begin(SubscriptionRecord record, Duration delay) {
    WebhookSubscription subscription =
        new WebhookSubscription(context, groups.group(record.registration().channel()), record);
    subscriptions.put(record.id(), subscription);
    subscription.begin(delay);
    return subscription;
  }

  /**
   * What a registration made.
   *
   * @param secret shown this once
   */
  public record Created(SubscriptionRecord record, String secret) {
    @Override
    public String toString() {
      return "Created[" + record.id() + "]";
    }
  }

  /**
   * Registers a subscription and asks its receiver whether it wants the messages.
   *
   * @return fails with {@link RejectedException} bad-request or forbidden if something of it is not
   *     allowed, with {@link UnavailableException} rate-limited if there are too many
   */
  public CompletionStage<Created> create(String owner, NewSubscription wanted) {
    String channel = ChannelName.check(wanted.channel());
    URI url = options.policy().check(wanted.url());
    Instant now = context.time().clock().instant();
    String secret =
        wanted.secret().orElseGet(() -> KeptSecret.generateText(context.time().random()));
    Registration registration =
        new Registration(
            Registration.newId(context.time().random()),
            owner,
            channel,
            url,
            priority(channel, wanted.priority(), ""),
            wanted.policy(),
            wanted.rate(),
            wanted.bye(),
            List.of(KeptSecret.of(secret, now)));
    checkRoom();
    return groups
        .group(channel)
        .log()
        .resolve(wanted.after())
        .thenApplyAsync(
            position -> {
              SubscriptionRecord record =
                  new SubscriptionRecord(registration, Progress.begin(position));
              context.store().save(record.id(), position);
              context.store().save(record);
              begin(record, Duration.ZERO);
              return new Created(record, secret);
            },
            context.executor());
  }

  private void checkRoom() {
    if (closed) {
      throw new RejectedException(ErrorCode.CLOSED, "the webhooks of this server are closed");
    }
    if (subscriptions.size() >= options.maxSubscriptions()) {
      throw new UnavailableException(
          ErrorCode.RATE_LIMITED,
          "the server has "
              + options.maxSubscriptions()
              + " webhook subscriptions (realtime.webhook.max-subscriptions); delete one first",
          null,
          false,
          null);
    }
  }

  /** The one priority of a channel: that of the subscriptions that it has. */
  private Priority priority(String channel, Optional<Priority> wanted, String except) {
    Optional<Registration> other =
        subscriptions.values().stream()
            .map(s -> s.record().registration())
            .filter(r -> r.channel().equals(channel) && !r.id().equals(except))
            .findFirst();
    if (other.isEmpty()) {
      return wanted.orElse(Priority.NORMAL);
    }
    Priority there = other.get().priority();
    if (wanted.isPresent() && wanted.get() != there) {
      throw new RejectedException(
          ErrorCode.BAD_REQUEST,
          "the channel "
              + channel
              + " has the priority "
              + there.wireName()
              + " by another subscription, and a channel has one; leave priority out or use another"
              + " channel");
    }
    return there;
  }

  /** The subscriptions of an owner, by id. */
  public List<SubscriptionRecord> list(String owner) {
    return subscriptions.values().stream()
        .map(WebhookSubscription::record)
        .filter(record -> record.registration().owner().equals(owner))
        .sorted(Comparator.comparing(SubscriptionRecord::id))
        .toList();
  }

  /**
   * A subscription of an owner.
   *
   * @throws RejectedException not-found if there is none
   */
  public SubscriptionRecord find(String owner, String id) {
    return subscription(owner, id).record();
  }

  private WebhookSubscription subscription(String owner, String id) {
    return Optional.ofNullable(subscriptions.get(id))
        .filter(s -> s.record().registration().owner().equals(owner))
        .orElseThrow(
            () ->
                new RejectedException(
                    ErrorCode.NOT_FOUND, "there is no webhook subscription of this id"));
  }

  /** Delivers nothing until it is resumed. */
  public CompletionStage<SubscriptionRecord> pause(String owner, String id) {
    return subscription(owner, id).pause();
  }

  /** Goes on at its position. */
  public CompletionStage<SubscriptionRecord> resume(String owner, String id) {
    return subscription(owner, id).resume();
  }

  /** Asks the receiver anew whether it wants the messages. */
  public CompletionStage<SubscriptionRecord> verify(String owner, String id) {
    return subscription(owner, id).verify();
  }

  /** Tries what waits for its next attempt now. */
  public CompletionStage<SubscriptionRecord> retry(String owner, String id) {
    return subscription(owner, id).retry();
  }

  /** Goes on from another place. */
  public CompletionStage<SubscriptionRecord> seek(String owner, String id, Start to) {
    return subscription(owner, id).seek(to);
  }

  /** Sends a message that was given up once more. */
  public CompletionStage<SubscriptionRecord> redeliver(String owner, String id, String deadLetter) {
    return subscription(owner, id).redeliver(deadLetter);
  }

  /** Signs with another secret, for a day beside the one before; one is made if none is given. */
  public CompletionStage<Created> rotateSecret(String owner, String id, Optional<String> secret) {
    String next = secret.orElseGet(() -> KeptSecret.generateText(context.time().random()));
    return subscription(owner, id)
        .rotate(KeptSecret.of(next, context.time().clock().instant()))
        .thenApply(record -> new Created(record, next));
  }

  /** Changes where it goes and how. */
  public CompletionStage<SubscriptionRecord> change(
      String owner, String id, SubscriptionChange change) {
    WebhookSubscription subscription = subscription(owner, id);
    Registration before = subscription.record().registration();
    Registration after =
        before
            .withUrl(change.url().map(options.policy()::check).orElse(before.url()))
            .withTerms(
                change.priority().isPresent()
                    ? priority(before.channel(), change.priority(), id)
                    : before.priority(),
                change.policy().orElse(before.policy()),
                change.rate().orElse(before.rate()));
    return subscription.change(after);
  }

  /** Ends a subscription; a request under way is not taken back. */
  public CompletionStage<Void> delete(String owner, String id) {
    return end(subscription(owner, id));
  }

  private CompletionStage<Void> end(WebhookSubscription subscription) {
    return subscription
        .close()
        .thenRun(
            () -> {
              String id = subscription.record().id();
              subscriptions.remove(id);
              context.store().delete(id);
            });
  }

  /**
   * Tells the receivers that asked for it that the server shuts down. Who heard it has no
   * subscription any more; those of others stay.
   *
   * @return completes when all were told, or after 2 s
   */
  public CompletionStage<Void> drain() {
    CompletableFuture<?>[] told =
        subscriptions.values().stream()
            .map(s -> s.sayGoodbye(LONGEST_ANSWER).thenCompose(heard -> heard ? end(s) : DONE))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new);
    CompletableFuture<Void> all = CompletableFuture.allOf(told);
    Runnable cancel = context.time().timers().schedule(LONGEST_ANSWER, () -> all.complete(null));
    return all.whenComplete((done, failure) -> cancel.run());
  }

  /**
   * Sends nothing more, and frees what the client and the store hold. Subscriptions stay. Requests
   * under way have 2 s to be answered, so that they are not sent again, and are cut then.
   */
  @Override
  public void close() {
    closed = true;
    CompletableFuture<?>[] ends =
        subscriptions.values().stream()
            .map(subscription -> subscription.close().toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    CompletableFuture<Void> all = CompletableFuture.allOf(ends);
    isOver(all, LONGEST_ANSWER);
    context.client().close();
    if (!isOver(all, LONGEST_END)) {
      LOG.log(System.Logger.Level.WARNING, "webhooks did not end within " + LONGEST_END);
    }
    context.store().close();
  }

  private static boolean isOver(CompletableFuture<Void> all, Duration atMost) {
    try {
      all.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
