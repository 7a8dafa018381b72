package dev.realtime.examples.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The files of a page, read from the class path once: {@code index.html} at {@code /}, the others
 * under their names. Nothing but these is served, so no path can lead elsewhere.
 *
 * <p>Thread-safe.
 */
public final class Pages extends Handler.Abstract.NonBlocking {
  private static final String POLICY = "default-src 'self'; base-uri 'none'";

  private static final Set<String> SHARED = Set.of("base.css", "panel.css");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "js", "text/javascript; charset=utf-8");

  private final Map<String, Page> pages = new LinkedHashMap<>();

  /** A file; the buffer is never read itself, only slices of it. */
  private record Page(ByteBuffer content, String type) {
    static Page of(byte[] content, String type) {
      return new Page(ByteBuffer.wrap(content).asReadOnlyBuffer(), type);
    }
  }

  /**
   * The files of these names beside a class; {@code base.css} and {@code panel.css} are those that
   * pages share.
   *
   * @throws IllegalStateException if one is not there
   */
  public Pages(Class<?> beside, List<String> files) {
    for (String file : files) {
      Class<?> place = SHARED.contains(file) ? Pages.class : beside;
      pages.put(file.equals("index.html") ? "/" : "/" + file, page(place, file));
    }
  }

  private static Page page(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
      if (in == null || type == null) {
        throw new IllegalStateException("no page " + file + " is beside " + beside.getName());
      }
      return Page.of(in.readAllBytes(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("Content-Security-Policy", POLICY);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("Referrer-Policy", "no-referrer");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    Page page = pages.get(Request.getPathInContext(request));
    if (page == null) {
      text(response, callback, 404, "There is no such page; it is at /\n");
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
