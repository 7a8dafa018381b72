package dev.realtime.examples.payments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.core.config.Configuration;
import dev.realtime.examples.browser.Browser;
import dev.realtime.examples.browser.Tab;
import dev.realtime.jetty.RealtimeServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

class PaymentsPageTest {
  private static Browser browser;

  private final RealtimeServer server = Payments.start(0, Configuration.builder());
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

  private String url(String path) {
    return "http://localhost:" + server.port() + path;
  }

  private Tab open() {
    Tab tab = browser.open(url("/"), 1280, 900);
    tabs.add(tab);
    tab.await("document.querySelector('#state')?.dataset.state === 'active'");
    tab.await("document.querySelector('[name=mode][value=\"200\"]').checked");
    return tab;
  }

  private static void choose(Tab tab, String mode) {
    tab.click("[name=mode][value=\"" + mode + "\"]");
    tab.await("document.querySelector('[name=mode][value=\"" + mode + "\"]').checked");
  }

  private static void awaitBooked(Tab tab, int payments) {
    tab.await(
        "document.querySelector('#verdict').textContent === '%d payments, in order: none missing, none twice'"
            .formatted(payments));
  }

  private static void awaitState(Tab tab, String words) {
    tab.await("document.querySelector('#state').textContent.startsWith('" + words + "')");
  }

  /** The attempts from the first to the last: answer, attempt, messages, id. */
  private static List<String> attempts(Tab tab) {
    JsonNode rows =
        tab.evaluate(
            "[...document.querySelectorAll('#attempts tr')].reverse().map((row) =>"
                + " [1, 2, 3, 5].map((i) => row.cells[i].textContent).join(' | '))");
    List<String> texts = new ArrayList<>();
    rows.forEach(row -> texts.add(row.asText()));
    return texts;
  }

  @Test
  void paymentsAreBookedInOrder() {
    Tab tab = open();

    tab.click("#pay");
    awaitBooked(tab, 1);
    assertThat(attempts(tab).get(0)).startsWith("200, taken | 1 | challenge | ");
    assertThat(attempts(tab).get(1)).startsWith("200, taken | 1 | 1 | sub_");

    tab.click("#pay-100");
    awaitBooked(tab, 101);

    assertThat(tab.evaluate("document.querySelector('#ledger td').textContent").asText())
        .isEqualTo("101");
    assertThat(tab.evaluate("document.querySelector('#attempts code').textContent").asText())
        .matches("verified v1,.{6}….{4}");
  }

  @Test
  void aPaymentThatFailsHoldsTheOthersAndKeepsItsId() {
    Tab tab = open();
    choose(tab, "500");
    tab.click("#pay");
    awaitState(tab, "Retrying");
    tab.click("#pay-100");
    tab.await("document.querySelectorAll('#attempts [data-tone=bad]').length >= 2");
    tab.await("/^in \\d s$/.test(document.querySelector('#next').textContent)");

    choose(tab, "200");
    tab.click("#retry");
    awaitBooked(tab, 101);

    List<String> failed =
        attempts(tab).stream().filter(text -> text.startsWith("500, failed")).toList();
    assertThat(failed.get(0)).startsWith("500, failed | 1 | 1 | ");
    assertThat(failed.get(1)).startsWith("500, failed | 2 | 1 | ");
    String id = failed.get(0).substring(failed.get(0).lastIndexOf(' '));
    assertThat(failed).allMatch(text -> text.endsWith(id));
  }

  @Test
  void anEndpointThatHangsIsGivenUpOnAndTriedAgain() {
    Tab tab = open();
    choose(tab, "hang");

    tab.click("#pay");
    tab.await("document.querySelector('#last').textContent === 'timeout'");
    choose(tab, "200");

    awaitBooked(tab, 1);
    assertThat(attempts(tab)).anyMatch(text -> text.startsWith("none, hangs | 1 | 1 | "));
  }

  @Test
  void anEndpointThatIsGoneIsVerifiedAgain() {
    Tab tab = open();
    choose(tab, "410");
    tab.click("#pay");
    awaitState(tab, "Gone");
    tab.click("#pay");

    choose(tab, "200");
    tab.await("!document.querySelector('#verify').disabled");
    tab.click("#verify");

    awaitState(tab, "Active");
    awaitBooked(tab, 2);
  }

  @Test
  void aPausedWebhookKeepsPaymentsAndResumes() {
    Tab tab = open();
    tab.click("#pause");
    awaitState(tab, "Paused");
    tab.click("#pay");
    tab.await("document.querySelector('#paid').textContent.startsWith('1 paid')");

    tab.click("#resume");

    awaitBooked(tab, 1);
  }

  @Test
  void whatTheBankDidNotSignIsRefusedAndShown() throws Exception {
    Tab tab = open();
    HttpRequest forged =
        HttpRequest.newBuilder(URI.create(url("/merchant/payments")))
            .header("webhook-id", "forged")
            .header("webhook-timestamp", "1")
            .header("webhook-signature", "v1,AAAA")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(forged, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    tab.await("document.querySelector('#attempts').textContent.includes('401, refused')");
    tab.await("document.querySelector('#attempts').textContent.includes('not verified')");
  }

  @Test
  void thePageHasNoInlineCode() throws Exception {
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url("/"))).build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(page.headers().firstValue("content-security-policy"))
        .contains("default-src 'self'; base-uri 'none'");
    assertThat(page.body()).doesNotContain("style=", "<style", "onclick", "http:", "https:");
  }

  @ParameterizedTest
  @CsvSource({"light,1280,900", "dark,1280,900", "light,320,640", "dark,320,640"})
  void thePageFitsAndIsDrawn(String scheme, int width, int height) {
    Tab tab = open();
    tab.resize(width, height);
    tab.emulate(Map.of("prefers-color-scheme", scheme));
    for (int paid = 1; paid <= 7; paid++) {
      tab.click("#pay");
      awaitBooked(tab, paid);
    }
    choose(tab, "500");
    tab.click("#pay");
    tab.await("document.querySelectorAll('#attempts [data-tone=bad]').length >= 2");
    tab.await("/^in \\d s$/.test(document.querySelector('#next').textContent)");

    Path folder = Path.of("target", "screenshots");
    tab.screenshot(folder.resolve("payments-%s-%d.png".formatted(scheme, width)));
    assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    assertThat(tab.accessibilityViolations()).isEmpty();
    if (width == 320) {
      tab.resize(width, 2_200);
      tab.screenshot(folder.resolve("payments-%s-320-whole.png".formatted(scheme)));
    }
  }
}
