package dev.realtime.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an input in UTF-8, read ahead a little by a thread of their own, so that waiting for
 * a line can be ended.
 *
 * <p>Thread-safe.
 */
final class InputLines {
  private static final int READ_AHEAD = 1_000;

  /**
   * A line, or the end.
   *
   * @param failure why the input ended too soon
   */
  private record Item(@Nullable String line, Optional<IOException> failure) {}

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(READ_AHEAD);
  private final Stop stop;

  private InputLines(Stop stop) {
    this.stop = stop;
  }

  static InputLines of(InputStream input, Stop stop) {
    InputLines lines = new InputLines(stop);
    Thread reader = new Thread(() -> lines.read(input), "realtime-input-1");
    reader.setDaemon(true);
    reader.start();
    stop.onRequest(() -> lines.items.offer(new Item(null, Optional.empty())));
    return lines;
  }

  private void read(InputStream input) {
    try {
      items.put(readAll(input));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Item readAll(InputStream input) throws InterruptedException {
    // A decoder of its own: the usual one replaces what is not UTF-8.
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                input,
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
    try {
      String line;
      while ((line = reader.readLine()) != null) {
        items.put(new Item(line, Optional.empty()));
      }
      return new Item(null, Optional.empty());
    } catch (IOException e) {
      return new Item(null, Optional.of(e));
    }
  }

  /** The next line; empty at the end of the input or when the command is to end. */
  Optional<String> next() throws InterruptedException {
    Item item = items.take();
    if (item.failure().isPresent()) {
      throw new CommandFailure(
          ExitCode.FAILURE,
          "Standard input cannot be read: " + item.failure().get() + ". Lines are in UTF-8.");
    }
    return stop.isRequested() ? Optional.empty() : Optional.ofNullable(item.line());
  }
}
