package dev.realtime.benchmarks;

import dev.realtime.Transport;
import java.nio.charset.StandardCharsets;

/** A server under load: how its requests are written. */
enum Target {
  /** This library's server. */
  REALTIME {
    @Override
    String subscribe(Transport transport, String channel, String after) {
      String path = "/realtime/channels/" + channel + "?after=" + after;
      return get(transport, transport == Transport.LONG_POLLING ? path + "&wait=25" : path, "");
    }

    @Override
    String pollAgain(String channel, String head) {
      return subscribe(Transport.LONG_POLLING, channel, header(head, "Realtime-Position"));
    }

    @Override
    String publishPath(String channel) {
      return "/realtime/channels/" + channel;
    }
  },

  /** Nchan, with the locations of nchan.conf.template; every subscriber begins at the oldest. */
  NCHAN {
    @Override
    String subscribe(Transport transport, String channel, String after) {
      return get(transport, "/sub/" + channel, "");
    }

    @Override
    String pollAgain(String channel, String head) {
      String since =
          "If-Modified-Since: "
              + header(head, "Last-Modified")
              + "\r\nIf-None-Match: "
              + header(head, "Etag")
              + "\r\n";
      return get(Transport.LONG_POLLING, "/sub/" + channel, since);
    }

    @Override
    String publishPath(String channel) {
      return "/pub/" + channel;
    }
  };

  /** The request of a subscriber that begins after a position, where the target knows any. */
  abstract String subscribe(Transport transport, String channel, String after);

  /** The request that follows the answer to a long poll. */
  abstract String pollAgain(String channel, String head);

  abstract String publishPath(String channel);

  static Target of(String name) {
    return switch (name) {
      case "realtime" -> REALTIME;
      case "nchan" -> NCHAN;
      default -> throw new IllegalArgumentException("realtime or nchan, not " + name);
    };
  }

  /** The value of a header of an answer. */
  static String header(String head, String name) {
    int at = head.indexOf("\r\n" + name + ": ");
    if (at < 0) {
      throw new IllegalStateException("no " + name + " in " + head);
    }
    int from = at + name.length() + 4;
    return head.substring(from, head.indexOf('\r', from));
  }

  private static String get(Transport transport, String path, String more) {
    String headers =
        switch (transport) {
          case WEBSOCKET ->
              String.join(
                  "\r\n",
                  "Upgrade: websocket",
                  "Connection: Upgrade",
                  "Sec-WebSocket-Version: 13",
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                  "");
          case SSE -> "Accept: text/event-stream\r\n";
          default -> "";
        };
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + more + "\r\n";
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
