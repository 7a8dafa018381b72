package dev.realtime.cli;

import dev.realtime.Position;
import dev.realtime.spi.PositionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One position in one file, whatever the name of the subscription. It is written beside the file
 * and then moved into its place, so that the file holds the old position or the new one when the
 * process is killed. The disk is not waited for: that takes longer than a message.
 *
 * <p>Confined to one subscription.
 */
final class FilePosition implements PositionStore {
  private final Path file;
  private final Consumer<String> onFailure;

  /**
   * A position that is not read yet.
   *
   * @param onFailure is told when the position cannot be saved
   */
  FilePosition(Path file, Consumer<String> onFailure) {
    this.file = file.toAbsolutePath();
    this.onFailure = onFailure;
    Path directory = this.file.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The position file %s is in no directory that exists. Make the directory first."
              .formatted(this.file));
    }
  }

  /**
   * The position in the file; empty if there is no file.
   *
   * @throws CommandFailure if there is something else in it
   */
  Optional<Position> load() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Position.parse(Files.readString(file).strip()));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The position file %s cannot be used: %s. It holds one line <epoch>:<offset>; remove it to begin at --from."
              .formatted(file, e.getMessage()));
    }
  }

  @Override
  public Optional<Position> load(String name) {
    return load();
  }

  @Override
  public void save(String name, Position position) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(
          part,
          position + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      onFailure.accept("the position cannot be saved in " + file + ": " + e);
    }
  }
}
