package dev.realtime.jetty;

import dev.realtime.jetty.exchange.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The browser's half of the library, {@code client.js}: one module, read from the class path once
 * and served without its comments. A browser asks each time whether it has changed, so that a page
 * never runs with the module of an older server.
 *
 * <p>Thread-safe.
 */
final class ClientModuleRoute {
  private static final int TAG_BYTES = 12;

  /** The parts of the module in order: one file each, one module for the browser. */
  private static final List<String> PARTS =
      List.of("base", "failure", "gate", "transports", "hub", "reader", "outbox", "client");

  /** A line that is a comment or part of one; no line of code begins with a star. */
  private static final Predicate<String> COMMENT =
      Pattern.compile("^ *(//|/\\*|\\*( |/|$))").asPredicate();

  /** Never read itself, only slices of it. */
  private final ByteBuffer module;

  private final String tag;

  ClientModuleRoute() {
    byte[] content = withoutComments(read()).getBytes(StandardCharsets.UTF_8);
    this.module = ByteBuffer.wrap(content).asReadOnlyBuffer();
    this.tag = tagOf(content);
  }

  private static String read() {
    return PARTS.stream().map(ClientModuleRoute::read).collect(Collectors.joining("\n"));
  }

  private static String read(String part) {
    String name = "client/" + part + ".js";
    try (InputStream in = ClientModuleRoute.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not beside its route");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutComments(String code) {
    return code.lines()
        .filter(COMMENT.negate())
        .collect(Collectors.joining("\n", "// Realtime for browsers, docs/wire.md\n", "\n"));
  }

  private static String tagOf(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  void handle(HttpExchange exchange) {
    exchange.setHeader("Cache-Control", "no-cache");
    exchange.setHeader("ETag", tag);
    if (exchange.header("If-None-Match").filter(this::names).isPresent()) {
      exchange.respond(304, Map.of(), ByteBuffer.allocate(0));
      return;
    }
    exchange.respond(
        200,
        Map.of(
            "Content-Type",
            "text/javascript; charset=utf-8",
            "Content-Length",
            Integer.toString(module.remaining()),
            "X-Content-Type-Options",
            "nosniff"),
        module.slice());
  }

  /** Whether one of the tags is that of the module, compared weakly (RFC 9110 §13.1.2). */
  private boolean names(String tags) {
    return Arrays.stream(tags.split(",", -1))
        .map(String::strip)
        .anyMatch(other -> other.equals("*") || other.equals(tag) || other.equals("W/" + tag));
  }
}
