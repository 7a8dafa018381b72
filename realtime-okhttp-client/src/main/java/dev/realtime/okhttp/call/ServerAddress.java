package dev.realtime.okhttp.call;

import dev.realtime.Start;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Where a server is, and the token that it wants. Immutable.
 *
 * @param base the URL below which the routes are
 */
public record ServerAddress(HttpUrl base, Optional<String> token) {
  /** A request to a channel. */
  public Request.Builder channel(String channel) {
    return request(channelUrl(channel).build());
  }

  /** A request for what follows a place in a channel. */
  public HttpUrl.Builder channelAfter(String channel, Start from) {
    return channelUrl(channel).addQueryParameter("after", from.toString());
  }

  /** A request for the socket of many channels. */
  public Request socket() {
    return request(base.newBuilder().addPathSegment("socket").build()).build();
  }

  private HttpUrl.Builder channelUrl(String channel) {
    return base.newBuilder().addPathSegment("channels").addPathSegments(channel);
  }

  /** A request to a URL of the server. */
  public Request.Builder request(HttpUrl url) {
    Request.Builder request = new Request.Builder().url(url);
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    return request;
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
