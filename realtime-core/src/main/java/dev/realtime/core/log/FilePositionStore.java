package dev.realtime.core.log;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.UnavailableException;
import dev.realtime.spi.PositionStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Positions in a directory, one small file a name. A position is forced to the disk and then moved
 * into place, so that a file holds the old position or the new one, never a part.
 *
 * <p>Thread-safe for different names; one name belongs to one subscription.
 */
public final class FilePositionStore implements PositionStore {
  private final Path directory;

  /** A store in a directory, which is made at the first save. */
  public FilePositionStore(Path directory) {
    this.directory = directory;
  }

  @Override
  public Optional<Position> load(String name) {
    Path file = file(name);
    try {
      return Files.exists(file)
          ? Optional.of(Position.parse(Files.readString(file).strip()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw failure("read", file, e);
    }
  }

  @Override
  public void save(String name, Position position) {
    Path file = file(name);
    try {
      Files.createDirectories(directory);
      ForcedFile.write(file, (position + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw failure("save", file, e);
    }
  }

  /** Forgets the position of a name, if there is one. */
  public void delete(String name) {
    Path file = file(name);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failure("delete", file, e);
    }
  }

  private Path file(String name) {
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(
          "the name of a durable subscription has 1 to 100 characters of A-Z a-z 0-9 . _ - and does"
              + " not begin with a dot");
    }
    return directory.resolve(name + ".position");
  }

  private static UnavailableException failure(String what, Path file, Exception cause) {
    return new UnavailableException(
        ErrorCode.ENGINE_UNAVAILABLE,
        "cannot " + what + " the position in " + file + ": " + cause.getMessage(),
        null,
        false,
        cause);
  }
}
