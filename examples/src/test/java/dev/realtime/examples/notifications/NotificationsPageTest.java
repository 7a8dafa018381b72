package dev.realtime.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.config.Configuration;
import dev.realtime.examples.browser.Browser;
import dev.realtime.examples.browser.Tab;
import dev.realtime.jetty.RealtimeServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationsPageTest {
  private static Browser browser;

  private final RealtimeServer server = Notifications.start(0, Configuration.builder());
  private final List<Tab> tabs = new ArrayList<>();

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = Browser.start();
  }

  @AfterAll
  static void stopBrowser() {
    browser.close();
  }

  @AfterEach
  void stop() {
    tabs.forEach(Tab::close);
    server.close();
  }

  private Tab open() {
    Tab tab = browser.open("http://localhost:" + server.port() + "/", 1280, 900);
    tabs.add(tab);
    tab.await("document.querySelector('#connection')?.textContent.startsWith('Live')");
    return tab;
  }

  private static int arrived(Tab tab, String lane) {
    return tab.evaluate(
            "parseInt(document.querySelector('#%s [data-figure=count]').textContent) || 0"
                .formatted(lane))
        .asInt();
  }

  private static void awaitArrived(Tab tab, String lane, int number) {
    tab.await(
        "parseInt(document.querySelector('#%s [data-figure=count]').textContent) >= %d"
            .formatted(lane, number));
  }

  @Test
  void aBookingOvertakesAFloodOfAdvertisements() {
    Tab tab = open();
    tab.click("#flood");
    tab.await("document.querySelector('#sent').textContent.startsWith('A campaign of 1,000')");
    awaitArrived(tab, "marketing", 20);

    tab.click("#book");
    awaitArrived(tab, "bookings", 1);

    assertThat(arrived(tab, "marketing")).isLessThan(500);
    tab.await("document.querySelector('#bookings [data-figure=last]').textContent.endsWith(' ms')");
    tab.await("document.querySelector('#marketing [data-figure=p95]').textContent !== '–'");
    tab.await(
        "/, [1-9]\\d* waiting/.test("
            + "document.querySelector('#marketing [data-figure=count]').textContent)");
  }

  @Test
  void theListCanBePausedWhileFiguresGoOn() {
    Tab tab = open();
    tab.click("#hold");
    tab.click("#book");
    awaitArrived(tab, "bookings", 1);

    assertThat(tab.evaluate("document.querySelectorAll('#arrivals tr').length").asInt()).isZero();
    assertThat(tab.evaluate("document.querySelector('#hold').textContent").asText())
        .isEqualTo("Go on with the list");
    tab.click("#hold");
    tab.click("#book");
    tab.await("document.querySelectorAll('#arrivals [data-kind=booking]').length === 1");
  }

  @ParameterizedTest
  @CsvSource({"light,1280,900", "dark,1280,900", "light,320,640", "dark,320,640"})
  void thePageFitsAndIsDrawn(String scheme, int width, int height) {
    Tab tab = open();
    tab.resize(width, height);
    tab.emulate(Map.of("prefers-color-scheme", scheme));
    tab.click("#flood");
    awaitArrived(tab, "marketing", 30);
    tab.click("#book");
    awaitArrived(tab, "bookings", 1);
    tab.click("#book");
    awaitArrived(tab, "bookings", 2);

    Path folder = Path.of("target", "screenshots");
    tab.screenshot(folder.resolve("notifications-%s-%d.png".formatted(scheme, width)));
    assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    assertThat(tab.accessibilityViolations()).isEmpty();
    if (width == 320) {
      tab.resize(width, 1_600);
      tab.screenshot(folder.resolve("notifications-%s-320-whole.png".formatted(scheme)));
    }
  }
}
