package dev.realtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.jetty.RealtimeServer;
import dev.realtime.okhttp.RealtimeClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is configured and probably not meant reaches the log of whoever runs the process. */
class ConfigurationWarningsTest {
  private final Logger logger = Logger.getLogger("dev.realtime.configuration");
  private final Recording recording = new Recording();

  /** Keeps what is logged. */
  private static final class Recording extends Handler {
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord message) {
      records.add(message);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    List<String> warnings(String about) {
      return records.stream()
          .filter(message -> message.getLevel().equals(Level.WARNING))
          .map(LogRecord::getMessage)
          .filter(text -> text.contains(about))
          .toList();
    }
  }

  @BeforeEach
  void record() {
    logger.addHandler(recording);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(recording);
  }

  private static Configuration.Builder unwise(String unknown) {
    return Configuration.builder()
        .set("realtime.config.unknown-keys", "warn")
        .set(unknown, "1")
        .set("realtime.server.port", "0");
  }

  @Test
  void aServerLogsThemOnceAtItsStart() {
    RealtimeServer.builder().configuration(unwise("realtime.of-a-server")).start().close();

    assertThat(recording.warnings("realtime.of-a-server"))
        .containsExactly("Unknown key 'realtime.of-a-server' (builder) is ignored.");
  }

  @Test
  void aClientLogsThemOnceAtItsStart() {
    RealtimeClient.builder()
        .configuration(unwise("realtime.of-a-client"))
        .url("http://localhost:1/realtime")
        .connect()
        .close();

    assertThat(recording.warnings("realtime.of-a-client"))
        .containsExactly("Unknown key 'realtime.of-a-client' (builder) is ignored.");
  }
}
