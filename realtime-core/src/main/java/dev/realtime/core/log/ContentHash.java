package dev.realtime.core.log;

import dev.realtime.spi.NewEntry;
import java.nio.charset.StandardCharsets;

/**
 * A 64-bit FNV-1a hash of what a message says, to tell a repeat from another message under the same
 * identity (SPEC 1.5). Every part is preceded by its length, so that parts cannot flow together.
 *
 * <p>Confined to its caller.
 */
final class ContentHash {
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private long state = BASIS;

  private ContentHash() {}

  static long of(NewEntry entry) {
    ContentHash hash = new ContentHash();
    hash.add(entry.payload().contentType());
    hash.add(entry.payload().toByteArray());
    hash.add(entry.options().key());
    hash.add(entry.options().type());
    hash.add(entry.options().headers().size());
    entry
        .options()
        .headers()
        .forEach(
            (name, value) -> {
              hash.add(name);
              hash.add(value);
            });
    return hash.state;
  }

  private void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(byte[] bytes) {
    add((long) bytes.length);
    for (byte b : bytes) {
      state = (state ^ (b & 0xff)) * PRIME;
    }
  }

  private void add(long number) {
    for (int shift = 0; shift < 64; shift += 8) {
      state = (state ^ ((number >>> shift) & 0xff)) * PRIME;
    }
  }
}
