package dev.realtime.examples.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The files of the chat page, read from the class path once. Nothing but these is served, so no
 * path can lead elsewhere.
 *
 * <p>Thread-safe.
 */
final class ChatPages extends Handler.Abstract.NonBlocking {
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private final Map<String, Page> pages = new LinkedHashMap<>();

  /** A file; the buffer is never read itself, only slices of it. */
  private record Page(ByteBuffer content, String type) {
    static Page of(byte[] content, String type) {
      return new Page(ByteBuffer.wrap(content).asReadOnlyBuffer(), type);
    }
  }

  ChatPages() {
    pages.put("/", page("index.html", "text/html; charset=utf-8"));
    pages.put("/chat.css", page("chat.css", "text/css; charset=utf-8"));
    pages.put("/icon.svg", page("icon.svg", "image/svg+xml"));
    for (String script : List.of("chat", "messages", "outbox")) {
      pages.put("/" + script + ".js", page(script + ".js", SCRIPT));
    }
  }

  private static Page page(String file, String type) {
    try (InputStream in = ChatPages.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not beside " + ChatPages.class.getName());
      }
      return Page.of(in.readAllBytes(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("Content-Security-Policy", "default-src 'self'; base-uri 'none'");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("Referrer-Policy", "no-referrer");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    Page page = pages.get(Request.getPathInContext(request));
    if (page == null) {
      text(response, callback, 404, "There is no such page. The chat is at /\n");
    } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      text(response, callback, 405, "Pages are only read.\n");
    } else {
      send(response, callback, 200, page);
    }
    return true;
  }

  private static void text(Response response, Callback callback, int status, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    send(response, callback, status, Page.of(content, "text/plain; charset=utf-8"));
  }

  private static void send(Response response, Callback callback, int status, Page page) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, page.type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, page.content.remaining());
    response.write(true, page.content.slice(), callback);
  }
}
