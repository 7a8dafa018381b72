package dev.realtime.okhttp.call;

import dev.realtime.Start;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Where a server is, and what requests to it are signed with. Thread-safe.
 *
 * @param base the URL below which the routes are
 * @param credentials what {@link Credentials#sign} gave to the client that sends the requests
 */
public record ServerAddress(HttpUrl base, Credentials credentials) {
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
    return new Request.Builder().url(url);
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
