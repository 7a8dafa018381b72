package dev.realtime.okhttp.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.core.webhook.CallbackAnswer;
import dev.realtime.core.webhook.CallbackAnswer.Cause;
import dev.realtime.core.webhook.CallbackAnswer.None;
import dev.realtime.core.webhook.CallbackAnswer.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Dns;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A callback is who it says it is, or it gets nothing. */
class CertificateTest {
  private static final HeldCertificate ROOT =
      new HeldCertificate.Builder().certificateAuthority(0).build();
  private static final HandshakeCertificates TRUST =
      new HandshakeCertificates.Builder().addTrustedCertificate(ROOT.certificate()).build();

  private final MockWebServer server = new MockWebServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static HeldCertificate.Builder signed() {
    return new HeldCertificate.Builder().signedBy(ROOT);
  }

  private CallbackAnswer post(HeldCertificate certificate) throws IOException {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.enqueue(new MockResponse.Builder().code(200).build());
    server.start();
    return post("https://hooks.test:" + server.getPort() + "/");
  }

  private CallbackAnswer post(String url) {
    InetAddress listening = server.getSocketAddress().getAddress();
    Dns names = host -> List.of(listening);
    var trust = new OkHttpCallbackClient.Trust(TRUST.sslSocketFactory(), TRUST.trustManager());
    try (OkHttpCallbackClient client =
        new OkHttpCallbackClient(Posts.local(), Posts.LONG, names, Optional.of(trust))) {
      return Posts.answer(client, Posts.to(url));
    }
  }

  private void assertNothingWasSent(CallbackAnswer answer) {
    assertThat(answer).isInstanceOf(None.class);
    assertThat(((None) answer).cause()).as(answer.toString()).isEqualTo(Cause.TLS_ERROR);
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void aCallbackWithItsCertificateIsServedOverHttp2() throws Exception {
    CallbackAnswer answer = post(signed().addSubjectAlternativeName("hooks.test").build());

    assertThat(answer).isInstanceOf(Status.class).hasToString("Status[200]");
    assertThat(server.takeRequest(10, TimeUnit.SECONDS).getVersion()).isEqualTo("HTTP/2");
  }

  @Test
  void theCertificateOfAnotherHostIsRefused() throws Exception {
    assertNothingWasSent(post(signed().addSubjectAlternativeName("other.test").build()));
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    assertNothingWasSent(
        post(signed().addSubjectAlternativeName("hooks.test").validityInterval(0, 1_000).build()));
  }

  @Test
  void aCertificateThatNobodyTrustsIsRefused() throws Exception {
    assertNothingWasSent(
        post(new HeldCertificate.Builder().addSubjectAlternativeName("hooks.test").build()));
  }

  @Test
  void aServerThatSpeaksNoTlsIsRefused() throws Exception {
    try (FakeEndpoint plain = new FakeEndpoint("HTTP/1.1 400 Bad Request\r\n\r\n");
        OkHttpCallbackClient client = new OkHttpCallbackClient(Posts.local(), Posts.LONG)) {
      CallbackAnswer answer = Posts.answer(client, Posts.to("https://" + plain.authority() + "/"));

      assertThat(((None) answer).cause()).isEqualTo(Cause.TLS_ERROR);
    }
  }
}
