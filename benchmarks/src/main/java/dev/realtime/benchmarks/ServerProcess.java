package dev.realtime.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The process of a server and those it has started, as the kernel accounts for them.
 *
 * <p>Immutable.
 */
record ServerProcess(long pid) {
  private static final long MICROS_PER_TICK = 10_000;
  private static final int UTIME = 11;

  private Stream<Path> processes() {
    ProcessHandle server =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new IllegalArgumentException("there is no process " + pid));
    return Stream.concat(Stream.of(server), server.descendants())
        .map(process -> Path.of("/proc", Long.toString(process.pid())));
  }

  /** Processor time used so far, in the kernel's steps of 10 ms. */
  long cpuMicros() {
    return processes().mapToLong(ServerProcess::cpuMicros).sum();
  }

  /** Resident bytes. */
  long residentBytes() {
    return processes().mapToLong(ServerProcess::residentBytes).sum();
  }

  private static long cpuMicros(Path process) {
    String stat = read(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) * MICROS_PER_TICK;
  }

  private static long residentBytes(Path process) {
    String kilobytes =
        read(process.resolve("status"))
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow()
            .replaceAll("\\D", "");
    return Long.parseLong(kilobytes) << 10;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
