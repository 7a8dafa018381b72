package dev.realtime.examples.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One tab of a {@link Browser}. Confined to one thread. */
public final class Tab implements AutoCloseable {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final DevTools tools;
  private final String target;
  private final String session;

  Tab(DevTools tools, String target, String session) {
    this.tools = tools;
    this.target = target;
    this.session = session;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Gives the window a size in pixels. */
  public void resize(int width, int height) {
    ObjectNode size = object().put("width", width).put("height", height);
    size.put("deviceScaleFactor", 1).put("mobile", false);
    tools.call(session, "Emulation.setDeviceMetricsOverride", size);
  }

  /** Emulates media features, for example {@code prefers-color-scheme}. */
  public void emulate(Map<String, String> media) {
    ObjectNode emulated = object();
    media.forEach(
        (name, value) ->
            emulated.withArray("features").addObject().put("name", name).put("value", value));
    tools.call(session, "Emulation.setEmulatedMedia", emulated);
  }

  /** Shows a page. */
  public void show(String url) {
    tools.call(session, "Page.navigate", object().put("url", url));
  }

  /** The value of an expression, awaited if it is a promise. */
  public JsonNode evaluate(String expression) {
    ObjectNode parameters = object().put("expression", expression);
    parameters.put("returnByValue", true).put("awaitPromise", true);
    JsonNode result = tools.call(session, "Runtime.evaluate", parameters);
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  /** Waits until an expression is true, at most 10 s. */
  public void await(String condition) {
    long begin = System.nanoTime();
    while (!evaluate("Boolean(" + condition + ")").asBoolean()) {
      if (System.nanoTime() - begin > LIMIT_NANOS) {
        throw new AssertionError(
            "not within 10 s: "
                + condition
                + "; the page says: "
                + evaluate("document.body?.innerText").asText());
      }
      // The answer takes as long as the next frame, so this does not spin.
      evaluate("new Promise((done) => setTimeout(done, 20))");
    }
  }

  /** Clicks on an element, as its own click does. */
  public void click(String selector) {
    evaluate("document.querySelector(" + quoted(selector) + ").click()");
  }

  /** Types a text into a field that has nothing selected. */
  public void type(String selector, String text) {
    evaluate("document.querySelector(" + quoted(selector) + ").focus()");
    tools.call(session, "Input.insertText", object().put("text", text));
  }

  /** Presses Enter. */
  public void enter() {
    for (String kind : new String[] {"keyDown", "keyUp"}) {
      ObjectNode key = object().put("type", kind).put("key", "Enter").put("code", "Enter");
      key.put("text", "\r").put("windowsVirtualKeyCode", 13);
      tools.call(session, "Input.dispatchKeyEvent", key);
    }
  }

  /** What the page breaks of the accessibility guidelines, levels A and AA, contrast included. */
  public List<String> accessibilityViolations() {
    evaluate(Axe.script() + ";0");
    List<String> violations = new ArrayList<>();
    evaluate(Axe.VIOLATIONS).forEach(violation -> violations.add(violation.asText()));
    return violations;
  }

  /** Writes what the window shows. */
  public void screenshot(Path file) {
    JsonNode shot = tools.call(session, "Page.captureScreenshot", object().put("format", "png"));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text as a literal of JavaScript. */
  public static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  @Override
  public void close() {
    tools.call("", "Target.closeTarget", object().put("targetId", target));
  }
}
