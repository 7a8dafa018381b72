package dev.realtime.core.webhook;

import dev.realtime.RejectedException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The headers of one sender's webhooks. Each signs with HMAC-SHA256. Immutable. */
enum ForeignFormat {
  /** {@code Stripe-Signature: t=…,v1=…[,v1=…]}, hex over {@code t.body}. */
  STRIPE,

  /** {@code X-Hub-Signature-256: sha256=…}, hex over the body. */
  GITHUB,

  /** {@code X-Slack-Signature: v0=…}, hex over {@code v0:timestamp:body}. */
  SLACK,

  /** {@code X-Shopify-Hmac-SHA256: …}, base64 over the body. */
  SHOPIFY;

  private static final int HMAC_BYTES = 32;
  private static final int MAX_LENGTH = 8_192;
  private static final int MAX_ITEMS = 32;
  private static final Pattern ITEM = Pattern.compile("([A-Za-z0-9_-]{1,32})=([\\x21-\\x7e]+)");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /**
   * What the headers claim; those that the format does not know are ignored.
   *
   * @throws RejectedException bad-request if one is missing, there twice or malformed
   */
  ForeignClaim read(Map<String, List<String>> headers) {
    return switch (this) {
      case STRIPE -> readStripe(headers);
      case GITHUB -> readGitHub(headers);
      case SLACK -> readSlack(headers);
      case SHOPIFY -> readShopify(headers);
    };
  }

  private static ForeignClaim readStripe(Map<String, List<String>> headers) {
    String name = "Stripe-Signature";
    List<String> times = new ArrayList<>();
    List<byte[]> signatures = new ArrayList<>();
    for (String item : items(name, WebhookHeaders.single(headers, name))) {
      if (!ITEM.matcher(item).matches()) {
        throw HeaderRules.malformed(name + " is key=value once or more, separated by commas");
      }
      if (item.startsWith("t=")) {
        times.add(item.substring(2));
      } else if (item.startsWith("v1=")) {
        signatures.add(hex(name, item.substring(3)));
      }
    }
    if (times.size() != 1) {
      throw HeaderRules.malformed(name + " has t= once; it is there " + times.size() + " times");
    }
    return new ForeignClaim(times.get(0) + '.', seconds(name, times.get(0)), signatures);
  }

  private static String[] items(String name, String header) {
    if (header.length() > MAX_LENGTH) {
      throw HeaderRules.malformed(name + " has at most " + MAX_LENGTH + " characters");
    }
    String[] items = header.split(",", -1);
    if (items.length > MAX_ITEMS) {
      throw HeaderRules.malformed(
          name + " has at most " + MAX_ITEMS + " items; it has " + items.length);
    }
    return items;
  }

  private static ForeignClaim readGitHub(Map<String, List<String>> headers) {
    return ForeignClaim.ofBody(prefixedHex(headers, "X-Hub-Signature-256", "sha256="));
  }

  private static ForeignClaim readSlack(Map<String, List<String>> headers) {
    byte[] signature = prefixedHex(headers, "X-Slack-Signature", "v0=");
    String name = "X-Slack-Request-Timestamp";
    String time = WebhookHeaders.single(headers, name);
    OptionalLong seconds = seconds(name, time);
    return new ForeignClaim("v0:" + time + ':', seconds, List.of(signature));
  }

  private static ForeignClaim readShopify(Map<String, List<String>> headers) {
    String name = "X-Shopify-Hmac-SHA256";
    return StrictBase64.decode(WebhookHeaders.single(headers, name))
        .filter(bytes -> bytes.length == HMAC_BYTES)
        .map(ForeignClaim::ofBody)
        .orElseThrow(() -> HeaderRules.malformed(name + " is base64 of 32 bytes with padding"));
  }

  private static byte[] prefixedHex(Map<String, List<String>> headers, String name, String prefix) {
    String header = WebhookHeaders.single(headers, name);
    if (!header.startsWith(prefix)) {
      throw HeaderRules.malformed(name + " begins with " + prefix);
    }
    return hex(name, header.substring(prefix.length()));
  }

  private static byte[] hex(String name, String text) {
    if (!HEX.matcher(text).matches()) {
      throw HeaderRules.malformed("a signature in " + name + " is 64 lower-case hex digits");
    }
    return HexFormat.of().parseHex(text);
  }

  private static OptionalLong seconds(String name, String text) {
    HeaderRules.checkTimestamp(name, text);
    return OptionalLong.of(Long.parseLong(text));
  }
}
