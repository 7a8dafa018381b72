package dev.realtime.okhttp.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.core.webhook.NewSubscription;
import dev.realtime.core.webhook.SubscriptionReport;
import dev.realtime.okhttp.call.Outcomes;
import dev.realtime.okhttp.call.ServerAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * What a client asks of a server about its own webhooks. Each method blocks its thread and fails
 * with a {@link dev.realtime.RealtimeException}.
 *
 * <p>Thread-safe.
 */
final class RegistrationCalls {
  /** A cancel is over within a second, whether the server heard of it or not (SPEC 4.20). */
  private static final Duration DELETE_TIMEOUT = Duration.ofMillis(700);

  private static final MediaType JSON = MediaType.get("application/json");

  private final ServerAddress server;
  private final OkHttpClient register;
  private final OkHttpClient find;
  private final OkHttpClient delete;

  /**
   * Calls to a server.
   *
   * @param timeout of a registration
   * @param patience how long the server may be silent when it is asked how things are
   */
  RegistrationCalls(
      ServerAddress server, OkHttpClient client, Duration timeout, Duration patience) {
    this.server = server;
    // A registration that was sent twice would be there twice, so it is not repeated in silence;
    // and a connection of its own cannot have been cut while it was idle.
    this.register =
        within(client, timeout)
            .retryOnConnectionFailure(false)
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .build();
    this.find = within(client, patience.compareTo(timeout) < 0 ? patience : timeout).build();
    this.delete = within(client, DELETE_TIMEOUT).build();
  }

  private static OkHttpClient.Builder within(OkHttpClient client, Duration timeout) {
    return client.newBuilder().callTimeout(timeout).readTimeout(timeout);
  }

  /** Registers a subscription. */
  SubscriptionReport register(NewSubscription subscription) {
    Request request =
        server.request(url().build()).post(RequestBody.create(subscription.toJson(), JSON)).build();
    return call(register, request);
  }

  /** Reads how a subscription is. */
  SubscriptionReport find(String id) {
    return call(find, server.request(url().addPathSegment(id).build()).build());
  }

  /** Ends a subscription; a failure is of no matter, its receiver is gone anyway. */
  void delete(String id) {
    Request request = server.request(url().addPathSegment(id).build()).delete().build();
    try (Response response = delete.newCall(request).execute()) {
      response.body().close();
    } catch (IOException e) {
      System.getLogger(RegistrationCalls.class.getName())
          .log(System.Logger.Level.DEBUG, "a webhook subscription could not be deleted", e);
    }
  }

  private HttpUrl.Builder url() {
    return server.base().newBuilder().addPathSegment("webhooks");
  }

  private static SubscriptionReport call(OkHttpClient client, Request request) {
    byte[] answer;
    try (Response response = client.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw Outcomes.failure(response);
      }
      answer = response.body().bytes();
    } catch (IOException e) {
      throw Outcomes.lost(e);
    }
    try {
      return SubscriptionReport.parse(answer);
    } catch (RejectedException e) {
      throw new UnavailableException(
          ErrorCode.CONNECTION_LOST,
          "the answer is no webhook subscription: " + e.getMessage(),
          null,
          true,
          e);
    }
  }
}
