package dev.realtime.testkit.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON lines of history files. Immutable. */
final class HistoryJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();
  private static final ObjectReader READER = MAPPER.readerFor(HistoryEvent.class);
  private static final ObjectWriter WRITER = MAPPER.writerFor(HistoryEvent.class);

  private HistoryJson() {}

  static byte[] line(HistoryEvent event) {
    try {
      return (WRITER.writeValueAsString(event) + "\n").getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + event, e);
    }
  }

  /**
   * The events of a file in the order of its lines. A last line without an end is left out if it is
   * no event: its writer was killed.
   *
   * @throws IOException if the file cannot be read or another line is no event
   */
  static List<Line<HistoryEvent>> read(Path file) throws IOException {
    List<Line<HistoryEvent>> events = new ArrayList<>();
    // Not newBufferedReader: a cut within a character must not be an error.
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8))) {
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        HistoryEvent event = line.isBlank() ? null : parse(file, number, line, lines);
        if (event != null) {
          events.add(new Line<>(file, number, event));
        }
        number++;
      }
    }
    return events;
  }

  private static @Nullable HistoryEvent parse(
      Path file, int number, String line, BufferedReader rest) throws IOException {
    try {
      return READER.readValue(line);
    } catch (JsonProcessingException e) {
      if (rest.read() < 0 && !endsWithLineFeed(file)) {
        return null;
      }
      throw new IOException("expected an event, found something else at " + file + ":" + number, e);
    }
  }

  /** Whether the last line of a file is whole; so is an empty file. */
  static boolean endsWithLineFeed(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      if (bytes.length() == 0) {
        return true;
      }
      bytes.seek(bytes.length() - 1);
      return bytes.read() == '\n';
    }
  }
}
