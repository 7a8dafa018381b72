package dev.realtime.jetty;

import dev.realtime.core.wire.Problem;
import dev.realtime.jetty.exchange.StatusProblem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Tells what Jetty refuses before our handler sees it, or what nobody answers, as the problem that
 * every HTTP error is (docs/wire.md).
 *
 * <p>Thread-safe.
 */
final class ProblemErrors extends ErrorHandler {
  private static final int MAX_REASON = 120;

  private final String base;

  /** Errors of a server that answers below a path. */
  ProblemErrors(String base) {
    this.base = base;
    setCacheControl("no-store");
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    StatusProblem problem = StatusProblem.of(status, detail(request, status, cause));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.write(true, ByteBuffer.wrap(problem.toJson()), callback);
  }

  private String detail(Request request, int status, @Nullable Throwable cause) {
    int most = request.getConnectionMetaData().getHttpConfiguration().getRequestHeaderSize();
    return switch (status) {
      case 404 -> "there is nothing at this path; this server answers below " + base;
      case 405, 501 -> "the method is none that can be used here";
      case 408 -> "the request came too slowly";
      case 414 -> "the URL is too long: request line and headers have at most " + most + " bytes";
      case 431 ->
          "the headers are too long: request line and headers have at most "
              + most
              + " bytes; are there many cookies?";
      case 505 -> "this server speaks HTTP/1.1 and HTTP/1.0";
      default ->
          status < 500
              ? "the server cannot read this request" + reason(cause)
              : "the server could not answer this request";
    };
  }

  /** What is wrong in the words of Jetty's parser, which are about the request alone. */
  private static String reason(@Nullable Throwable cause) {
    String reason = cause instanceof HttpException http ? http.getReason() : null;
    if (reason == null || reason.equals(HttpStatus.getMessage(HttpStatus.BAD_REQUEST_400))) {
      return "; is the percent-encoding of its URL right?";
    }
    return ": " + reason.substring(0, Math.min(MAX_REASON, reason.length()));
  }
}
