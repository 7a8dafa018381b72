package dev.realtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.ErrorCode;
import dev.realtime.RealtimeException;
import dev.realtime.core.config.Configuration;
import dev.realtime.core.config.Keys;
import dev.realtime.okhttp.call.Credentials;
import dev.realtime.okhttp.call.Outcomes;
import dev.realtime.okhttp.call.ServerAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The webhook subscriptions of a server, over HTTP. Confined to the thread of a command. */
final class WebhookAdministration implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");

  private final ServerAddress server;
  private final OkHttpClient http;

  private WebhookAdministration(ServerAddress server, OkHttpClient http) {
    this.server = server;
    this.http = http;
  }

  /** The subscriptions of the server that a configuration names; nothing is sent yet. */
  static WebhookAdministration of(Configuration config) {
    HttpUrl base = HttpUrl.get(config.get(Keys.CLIENT_URL).orElseThrow().toString());
    OkHttpClient http =
        new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .connectTimeout(config.get(Keys.CLIENT_CONNECT_TIMEOUT))
            .callTimeout(config.get(Keys.CLIENT_REQUEST_TIMEOUT))
            .build();
    Credentials credentials = Credentials.fixed(config.get(Keys.CLIENT_TOKEN));
    return new WebhookAdministration(new ServerAddress(base, credentials), credentials.sign(http));
  }

  /** Registers; the record has the secret, which is shown this once. */
  JsonNode create(Map<String, String> fields) {
    return send("POST", fields, List.of());
  }

  /** All that the caller registered. */
  JsonNode list() {
    return send("GET", null, List.of()).path("webhooks");
  }

  /** Does something to one. */
  JsonNode act(String id, String action, Map<String, String> fields) {
    return send("POST", fields, List.of(id, action));
  }

  /** Changes fields of one. */
  JsonNode change(String id, Map<String, String> fields) {
    return send("PATCH", fields, List.of(id));
  }

  /** Ends one. */
  void delete(String id) {
    send("DELETE", null, List.of(id));
  }

  private JsonNode send(String method, @Nullable Map<String, String> fields, List<String> path) {
    HttpUrl.Builder url = server.base().newBuilder().addPathSegment("webhooks");
    path.forEach(url::addPathSegment);
    RequestBody body = fields == null ? null : RequestBody.create(Json.object(fields), JSON);
    Request request = server.request(url.build()).method(method, body).build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw explained(Outcomes.failure(response));
      }
      String text = response.body().string();
      return text.isEmpty() ? Json.nothing() : Json.read(text).orElseThrow(this::noServer);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "No answer from %s (%s). Is the server running there? Check the URL."
              .formatted(server, Outcomes.describe(e)));
    }
  }

  private RuntimeException explained(RealtimeException failure) {
    return failure.code() == ErrorCode.UNAUTHENTICATED
        ? new CommandFailure(
            ExitCode.FAILURE,
            failure.getMessage() + ". Set realtime.client.token, such as with -D.")
        : failure;
  }

  private CommandFailure noServer() {
    return new CommandFailure(
        ExitCode.FAILURE, server + " does not answer as a realtime server does. Check the URL.");
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
