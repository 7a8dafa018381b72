package dev.realtime.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets, written as they are or as {@code file:/path}. No message holds their value. */
final class Tokens {
  private static final String FILE = "file:";
  private static final int MAX_BYTES = 8 * 1024;

  private Tokens() {}

  static ValueType<Optional<String>> token() {
    return new ValueType<>("secret", "", Tokens::read);
  }

  private static Optional<String> read(String text) throws BadValueException {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean named = text.startsWith(FILE);
    String token = named ? content(text.substring(FILE.length())) : text;
    if (token.isEmpty()) {
      throw new BadValueException("The file of the secret is empty", "Put the token into it.");
    }
    if (token.length() > MAX_BYTES || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new BadValueException(
          "The secret cannot travel in a header",
          "Use at most 8KiB of visible ASCII characters without blanks.");
    }
    return Optional.of(token);
  }

  private static String content(String name) throws BadValueException {
    String path = name.startsWith("///") ? name.substring(2) : name;
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      // ISO 8859-1 keeps each byte apart, so that any that is not ASCII is refused.
      return new String(in.readNBytes(MAX_BYTES + 2), StandardCharsets.ISO_8859_1).strip();
    } catch (IOException | InvalidPathException e) {
      throw new BadValueException(
          "The file of the secret, " + Quoted.whole(path) + ", cannot be read",
          "Name a readable file, such as file:/run/secrets/token.");
    }
  }
}
