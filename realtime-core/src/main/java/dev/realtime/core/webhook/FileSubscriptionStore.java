package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.UnavailableException;
import dev.realtime.core.log.FilePositionStore;
import dev.realtime.core.log.ForcedFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Webhook subscriptions in a directory, which this process alone uses while it has them: one file
 * for what changes seldom and one for the position, each forced to the disk and moved into place.
 * The files hold secrets; a directory that is made here can be read by its owner alone.
 *
 * <p>Thread-safe for different subscriptions.
 */
public final class FileSubscriptionStore implements SubscriptionStore {
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final FilePositionStore positions;

  /** Holds the lock until it is closed. */
  private final FileChannel lockFile;

  private FileSubscriptionStore(Path directory, FileChannel lockFile) {
    this.directory = directory;
    this.positions = new FilePositionStore(directory);
    this.lockFile = lockFile;
  }

  /**
   * Opens a directory, which is made if it is not there.
   *
   * @throws UnavailableException if another process has it, or it cannot be used
   */
  public static FileSubscriptionStore open(Path directory) {
    try {
      create(directory);
      FileChannel file =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isOurs(file)) {
        file.close();
        throw new UnavailableException(
            ErrorCode.ENGINE_UNAVAILABLE,
            "another process has the webhook subscriptions in "
                + directory
                + " (realtime.webhook.directory); two would send everything twice. Stop it or name"
                + " another directory.",
            null,
            false,
            null);
      }
      return new FileSubscriptionStore(directory, file);
    } catch (IOException e) {
      throw failure("open", directory, e);
    }
  }

  private static void create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path made = Files.createDirectories(directory);
    if (made.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static boolean isOurs(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public List<SubscriptionRecord> load() {
    List<SubscriptionRecord> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
        records.add(read(file));
      }
    } catch (IOException e) {
      throw failure("read", directory, e);
    }
    return List.copyOf(records);
  }

  private SubscriptionRecord read(Path file) throws IOException {
    String name = file.getFileName().toString();
    String id = name.substring(0, name.length() - SUFFIX.length());
    try {
      return SubscriptionJson.read(Files.readAllBytes(file), positions.load(id));
    } catch (RejectedException | IllegalArgumentException e) {
      throw failure("read", file, e);
    }
  }

  @Override
  public void save(SubscriptionRecord record) {
    Path file = file(record.id());
    try {
      ForcedFile.write(file, SubscriptionJson.stored(record));
    } catch (IOException e) {
      throw failure("save", file, e);
    }
  }

  @Override
  public void save(String id, Position position) {
    positions.save(id, position);
  }

  @Override
  public void delete(String id) {
    try {
      Files.deleteIfExists(file(id));
      positions.delete(id);
    } catch (IOException e) {
      throw failure("delete", file(id), e);
    }
  }

  private Path file(String id) {
    return directory.resolve(id + SUFFIX);
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw failure("release", directory, e);
    }
  }

  private static UnavailableException failure(String what, Path path, Exception cause) {
    return new UnavailableException(
        ErrorCode.ENGINE_UNAVAILABLE,
        "cannot " + what + " webhook subscriptions in " + path + ": " + cause.getMessage(),
        null,
        false,
        cause);
  }
}
