package dev.realtime.core.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The signatures of one {@code webhook-signature}: those of {@code v1} and {@code v1a} decoded,
 * those of other versions left out. Immutable, confined to this package.
 */
record SignatureList(List<byte[]> v1, List<byte[]> v1a) {
  static final int MAX_SIGNATURES = 32;

  /** Each costs a verification of the whole body before anything is known of the sender. */
  static final int MAX_ED25519_SIGNATURES = 8;

  private static final int MAX_LENGTH = 8_192;
  private static final int HMAC_BYTES = 32;
  private static final int ED25519_BYTES = 64;
  private static final Pattern ITEM = Pattern.compile("[A-Za-z0-9_-]{1,32},[\\x21-\\x7e]+");

  SignatureList {
    v1 = List.copyOf(v1);
    v1a = List.copyOf(v1a);
  }

  static SignatureList parse(String header) {
    if (header.length() > MAX_LENGTH) {
      throw HeaderRules.malformed(
          WebhookHeaders.SIGNATURE + " has at most " + MAX_LENGTH + " characters");
    }
    String[] items = header.split(" ", -1);
    if (items.length > MAX_SIGNATURES) {
      throw tooMany(MAX_SIGNATURES, "signatures", items.length);
    }
    SignatureList list = decode(items);
    if (list.v1a.size() > MAX_ED25519_SIGNATURES) {
      throw tooMany(MAX_ED25519_SIGNATURES, "signatures v1a", list.v1a.size());
    }
    return list;
  }

  private static SignatureList decode(String[] items) {
    List<byte[]> v1 = new ArrayList<>();
    List<byte[]> v1a = new ArrayList<>();
    for (String item : items) {
      if (!ITEM.matcher(item).matches()) {
        throw HeaderRules.malformed(
            WebhookHeaders.SIGNATURE + " is version,base64 once or more, separated by one blank");
      }
      int comma = item.indexOf(',');
      String text = item.substring(comma + 1);
      switch (item.substring(0, comma)) {
        case "v1" -> v1.add(decode("v1", text, HMAC_BYTES));
        case "v1a" -> v1a.add(decode("v1a", text, ED25519_BYTES));
        default -> {}
      }
    }
    return new SignatureList(v1, v1a);
  }

  private static byte[] decode(String version, String text, int size) {
    return StrictBase64.decode(text)
        .filter(bytes -> bytes.length == size)
        .orElseThrow(
            () ->
                HeaderRules.malformed(
                    "a signature " + version + " is base64 of " + size + " bytes with padding"));
  }

  private static RuntimeException tooMany(int allowed, String what, int found) {
    return HeaderRules.malformed(
        WebhookHeaders.SIGNATURE + " has at most " + allowed + ' ' + what + "; it has " + found);
  }

  List<byte[]> of(String version) {
    return version.equals("v1") ? v1 : v1a;
  }

  boolean isEmpty() {
    return v1.isEmpty() && v1a.isEmpty();
  }

  @Override
  public String toString() {
    return "SignatureList[v1=" + v1.size() + ", v1a=" + v1a.size() + ']';
  }
}
