package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What a request must be before and after its signature is looked at. */
final class RequestRules {
  private static final Pattern JSON =
      Pattern.compile(
          "application/json(\\s*;\\s*charset=\"?utf-8\"?)?\\s*", Pattern.CASE_INSENSITIVE);

  private RequestRules() {}

  static void checkMethod(WebhookRequest request) {
    if (!request.method().equals("POST")) {
      throw new RejectedException(ErrorCode.METHOD_NOT_ALLOWED, "a webhook is a POST");
    }
  }

  static void checkSize(WebhookRequest request, int maxBytes) {
    if (request.body().length > maxBytes) {
      throw tooLarge(maxBytes);
    }
  }

  static RejectedException tooLarge(int maxBytes) {
    return new RejectedException(
        ErrorCode.PAYLOAD_TOO_LARGE,
        "the body has more than the " + maxBytes + " bytes that this receiver takes");
  }

  static void checkType(WebhookRequest request) {
    List<String> types =
        request.headers().entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
            .flatMap(header -> header.getValue().stream())
            .toList();
    if (types.size() != 1 || !JSON.matcher(types.get(0)).matches()) {
      throw new RejectedException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "a webhook has the type application/json, in UTF-8");
    }
  }

  /** UTF-8 without a byte order mark, and nothing that a parser could take for UTF-16. */
  static void checkText(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
      throw malformed();
    }
    if (body.length == 0 || (body[0] & 0xff) == 0xef) {
      throw malformed();
    }
    for (byte b : body) {
      if (b == 0) {
        throw malformed();
      }
    }
  }

  private static RejectedException malformed() {
    return new RejectedException(
        ErrorCode.BAD_REQUEST, "a webhook is JSON in UTF-8 without a byte order mark");
  }
}
