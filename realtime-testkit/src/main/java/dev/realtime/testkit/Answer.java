package dev.realtime.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP answer without a body that a proxy gives in place of its server. Immutable. */
record Answer(int status, Map<String, String> headers) {
  Answer {
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is not in 100..599");
    }
    headers = Map.copyOf(headers);
  }

  byte[] toBytes() {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Connection", "close");
    if (status >= 200 && status != 204 && status != 304) {
      all.put("Content-Length", "0");
    }
    all.putAll(headers);
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Answered By Proxy\r\n");
    all.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
