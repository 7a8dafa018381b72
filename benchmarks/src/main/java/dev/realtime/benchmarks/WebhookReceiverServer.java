package dev.realtime.benchmarks;

import dev.realtime.core.wire.WebhookBody;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * Takes webhooks on every loopback address and counts them, without looking at them: what is
 * measured is the sender. Requests to one address are never answered, if there is one that hangs.
 */
final class WebhookReceiverServer implements AutoCloseable {
  private static final int CHALLENGE_AT_MOST = 400;
  private static final int BODY_AT_MOST = 1 << 20;

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final LongAdder requests = new LongAdder();
  private volatile String hanging = "";

  WebhookReceiverServer() throws Exception {
    connector.setHost("0.0.0.0");
    connector.setAcceptQueueSize(4_096);
    server.addConnector(connector);
    server.setHandler(new Taking());
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }

  long requests() {
    return requests.sum();
  }

  void hang(String host) {
    hanging = host;
  }

  private final class Taking extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Source.asByteArrayAsync(
          request,
          BODY_AT_MOST,
          Promise.Invocable.from(
              InvocationType.NON_BLOCKING,
              body -> answer(request, response, callback, body),
              callback::failed));
      return true;
    }
  }

  private void answer(Request request, Response response, Callback callback, byte[] body) {
    if (body.length < CHALLENGE_AT_MOST
        && WebhookBody.decode(body) instanceof WebhookBody.Challenge asked) {
      response.write(true, ByteBuffer.wrap(asked.answer()), callback);
      return;
    }
    requests.increment();
    if (!Request.getServerName(request).equals(hanging)) {
      response.write(true, ByteBuffer.allocate(0), callback);
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the receiver did not stop", e);
    }
  }
}
