package dev.sluice.proxy.http;

import static dev.sluice.proxy.http.RawClient.get;
import static dev.sluice.proxy.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Protocol;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.TlsPolicy;
import dev.sluice.model.node.CertificateConfig;
import dev.sluice.model.node.GroupConfig.BackendTlsConfig;
import dev.sluice.model.node.TlsConfig;
import dev.sluice.proxy.Eventually;
import dev.sluice.proxy.ProxyBed;
import dev.sluice.proxy.tls.TestCertificate;
import dev.sluice.proxy.tls.TrustAll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS to clients and TLS to servers; a proxy plays the server that speaks TLS. */
class TlsListenerTest {
    private static final TestCertificate AUTHORITY = TestCertificate.selfSigned("ca", "EC");
    private static final TestCertificate SITE =
            TestCertificate.signedBy(AUTHORITY, "site", "EC", "site.test", "127.0.0.1");
    private static final TestCertificate OTHER =
            TestCertificate.signedBy(AUTHORITY, "other", "EC", "other.test");
    private static final TestCertificate SHOWN =
            TestCertificate.signedBy(AUTHORITY, "shown", "EC", "client.test");

    @TempDir static Path keys;

    private @Nullable ProxyBed front;
    private @Nullable ProxyBed back;

    private ProxyBed front() {
        front = withCertificates(new ProxyBed(1, keys));
        return front;
    }

    /** Speaks TLS before a server. */
    private ProxyBed back(String certificate, @Nullable String clientCa, int server) {
        ProxyBed bed = withCertificates(new ProxyBed(1, keys)).servers(server);
        secure(bed, certificate, clientCa);
        bed.open();
        back = bed;
        return bed;
    }

    private static ProxyBed withCertificates(ProxyBed bed) {
        var authority = new CertificateConfig("ca", 1, "ca", AUTHORITY.chainPem(), null);
        return bed.with(authority).with(SITE.config()).with(OTHER.config()).with(SHOWN.config());
    }

    private static void secure(ProxyBed bed, String certificate, @Nullable String clientCa) {
        bed.protocol = Protocol.HTTPS;
        bed.tls =
                new TlsConfig(
                        "certificate/" + certificate,
                        List.of(),
                        clientCa == null ? null : "certificate/" + clientCa,
                        TlsPolicy.TLS_CIPHER_POLICY_1_2,
                        false);
    }

    @BeforeEach
    void storeKeys() {
        SITE.storeKey(keys);
        OTHER.storeKey(keys);
        SHOWN.storeKey(keys);
    }

    @AfterEach
    void stop() {
        if (front != null) {
            front.close();
        }
        if (back != null) {
            back.close();
        }
    }

    private static RawClient https(int port, String before) throws IOException {
        var plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.getOutputStream().write(before.getBytes(StandardCharsets.US_ASCII));
        try {
            return new RawClient(
                    TrustAll.context()
                            .getSocketFactory()
                            .createSocket(plain, "site.test", port, true));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void https_is_served_behind_the_proxy_protocol_too() throws IOException {
        ProxyBed bed = front();
        secure(bed, "site", null);
        bed.proxyProtocol = ProxyProtocolMode.OPTIONAL;
        try (var server = ScriptedServer.saying("x".repeat(300_000))) {
            bed.servers(server.port()).open();
            String header = "PROXY TCP4 192.0.2.9 192.0.2.1 4711 80\r\n";
            for (String before : new String[] {"", header}) {
                try (var client = https(bed.port, before)) {
                    assertThat(client.ask(get("/1")).body()).hasSize(300_000);
                    assertThat(client.ask(post("/2", 3) + "abc").status()).isEqualTo(200);
                }
            }
            assertThat(server.heads().get(0))
                    .contains("X-Forwarded-Proto: https", "X-Forwarded-For: 127.0.0.1");
            assertThat(server.heads().get(2)).contains("X-Forwarded-For: 192.0.2.9");
        }
    }

    @Test
    void a_refused_client_can_read_why_over_tls() throws IOException {
        ProxyBed bed = front();
        secure(bed, "site", null);
        bed.maxRequestBodyBytes = 10;
        bed.open();
        try (var client = https(bed.port, "")) {
            client.send(post("/", 900_000)).send(new byte[400_000]);
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void a_client_that_never_shakes_hands_is_closed() throws IOException {
        ProxyBed bed = front();
        secure(bed, "site", null);
        bed.idleTimeoutMs = 300;
        try (var client = new RawClient(bed.open())) {
            assertThat(client.closed()).isTrue();
        }
    }

    private int statusThrough(@Nullable BackendTlsConfig tls, ProxyBed server) throws IOException {
        ProxyBed bed = front();
        bed.backendTls = tls;
        try (var client = new RawClient(bed.servers(server.port).open())) {
            int status = client.ask(get("/")).status();
            assertThat(client.ask(post("/", 0)).status()).isEqualTo(status);
            Eventually.holds("no request is left", () -> bed.active() == 0);
            return status;
        }
    }

    private static BackendTlsConfig tls(
            boolean verify, @Nullable String name, @Nullable String shown) {
        return new BackendTlsConfig(
                verify,
                name,
                verify ? "certificate/ca" : null,
                shown == null ? null : "certificate/" + shown);
    }

    @Test
    void a_servers_certificate_is_verified_by_address_or_name() throws IOException {
        try (var server = ScriptedServer.saying("1")) {
            assertThat(statusThrough(tls(true, null, null), back("site", null, server.port())))
                    .isEqualTo(200);
        }
    }

    @Test
    void a_server_with_a_wrong_name_gives_502_and_gets_nothing() throws IOException {
        try (var server = ScriptedServer.saying("1")) {
            assertThat(statusThrough(tls(true, null, null), back("other", null, server.port())))
                    .isEqualTo(502);
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void a_given_name_is_verified_in_place_of_the_address() throws IOException {
        try (var server = ScriptedServer.saying("1")) {
            assertThat(
                            statusThrough(
                                    tls(true, "other.test", null),
                                    back("other", null, server.port())))
                    .isEqualTo(200);
        }
    }

    @Test
    void without_verifying_any_certificate_will_do() throws IOException {
        try (var server = ScriptedServer.saying("1")) {
            assertThat(statusThrough(tls(false, null, null), back("other", null, server.port())))
                    .isEqualTo(200);
        }
    }

    @Test
    void a_certificate_is_shown_to_a_server_that_asks() throws IOException {
        try (var server = ScriptedServer.saying("1")) {
            assertThat(statusThrough(tls(true, null, "shown"), back("site", "ca", server.port())))
                    .isEqualTo(200);
        }
    }

    @Test
    void a_server_that_asks_in_vain_gives_502() throws IOException {
        try (var server = ScriptedServer.saying("1")) {
            assertThat(statusThrough(tls(true, null, null), back("site", "ca", server.port())))
                    .isEqualTo(502);
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void a_server_that_speaks_plainly_gives_502() throws IOException {
        ProxyBed bed = front();
        bed.backendTls = tls(false, null, null);
        try (var plain =
                        new ScriptedServer(with -> {
                            with.bytes(5);
                            with.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                        });
                var client = new RawClient(bed.servers(plain.port()).open())) {
            assertThat(client.ask(get("/")).status()).isEqualTo(502);
        }
    }
}
