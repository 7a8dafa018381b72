package dev.realtime.examples.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium with a profile of its own, spoken to over its DevTools protocol.
 *
 * <p>Confined to one thread. One that is not closed leaves a process and a directory.
 */
public final class Browser implements AutoCloseable {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Path profile;
  private final Process process;
  private final DevTools tools;

  private Browser(Path profile, Process process, DevTools tools) {
    this.profile = profile;
    this.process = process;
    this.tools = tools;
  }

  /** Starts one; {@code chromium} of the path unless another one is named. */
  public static Browser start() throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("realtime-browser");
    List<String> command =
        new ArrayList<>(
            List.of(
                chromium(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-background-timer-throttling",
                "--disable-backgrounding-occluded-windows",
                "--disable-renderer-backgrounding",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--no-proxy-server",
                "--hide-scrollbars",
                "--lang=en-GB",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output.txt").toFile())
            .start();
    try {
      return new Browser(profile, process, DevTools.connect(address(profile, process)));
    } catch (IOException | InterruptedException | RuntimeException e) {
      stop(process, profile);
      throw e;
    }
  }

  private static String chromium() {
    String set = System.getProperty("realtime.test.chromium", "");
    String named = set.isEmpty() ? System.getenv().getOrDefault("CHROMIUM", "") : set;
    if (!named.isEmpty()) {
      return named;
    }
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, "chromium");
      if (!folder.isEmpty() && Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    throw new AssertionError(
        "This test needs Chromium: apt-get install chromium, or name the program in the property"
            + " realtime.test.chromium or in the environment as CHROMIUM.");
  }

  private static URI address(Path profile, Process process)
      throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < LIMIT_NANOS) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() == 2) {
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new IOException(
        "Chromium did not start: " + Files.readString(profile.resolve("output.txt")));
  }

  /** A new tab that shows a page, in a window of a size. */
  public Tab open(String url, int width, int height) {
    ObjectNode blank = JsonNodeFactory.instance.objectNode().put("url", "about:blank");
    String target = tools.call("", "Target.createTarget", blank).get("targetId").asText();
    ObjectNode attach = JsonNodeFactory.instance.objectNode();
    attach.put("targetId", target).put("flatten", true);
    JsonNode attached = tools.call("", "Target.attachToTarget", attach);
    Tab tab = new Tab(tools, target, attached.get("sessionId").asText());
    tab.resize(width, height);
    tab.show(url);
    return tab;
  }

  @Override
  public void close() {
    tools.close();
    stop(process, profile);
  }

  private static void stop(Process process, Path profile) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(profile);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // A process that is just ending still writes; the directory is a temporary one.
    }
  }
}
