package dev.sluice.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.TlsPolicy;
import dev.sluice.model.node.CertificateConfig;
import dev.sluice.model.node.TlsConfig;
import dev.sluice.proxy.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes by OpenSSL against the real thing. */
class TlsHandshakeTest {
    private static final TestCertificate RSA =
            TestCertificate.selfSigned("rsa", "RSA", "site.test", "*.site.test");
    private static final TestCertificate EC =
            TestCertificate.selfSigned("ec", "EC", "site.test", "*.site.test");
    private static final TestCertificate OTHER =
            TestCertificate.selfSigned("other", "EC", "api.site.test");
    private static final TestCertificate ED =
            TestCertificate.selfSigned("ed", "Ed25519", "ed.test");
    private static final TestCertificate AUTHORITY = TestCertificate.selfSigned("ca", "EC");
    private static final TestCertificate CLIENT =
            TestCertificate.signedBy(AUTHORITY, "client", "EC", "client.test");
    private static final TestCertificate STRANGER =
            TestCertificate.selfSigned("stranger", "EC", "client.test");

    @TempDir Path folder;
    private final Map<String, CertificateConfig> certificates = new HashMap<>();
    private final Measure measure = new Measure();
    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable TlsContexts contexts;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private TlsContexts contexts() {
        if (contexts == null) {
            contexts = new TlsContexts(new FileKeySource(folder), new SecureRandom(), measure);
        }
        return contexts;
    }

    private TlsSelector selector(TlsConfig config) {
        var selector = contexts().selectorFor(config, certificates::get);
        open.add(selector);
        return selector;
    }

    private TlsEcho serve(TlsConfig config) {
        var echo = new TlsEcho(selector(config));
        open.add(echo);
        return echo;
    }

    private String add(TestCertificate certificate) {
        certificate.storeKey(folder);
        certificates.put(certificate.name(), certificate.config());
        return certificate.name();
    }

    private TlsConfig config(TestCertificate first, TestCertificate... others) {
        var names = new ArrayList<String>();
        for (var other : others) {
            names.add(add(other));
        }
        return new TlsConfig(
                add(first), names, null, TlsPolicy.TLS_CIPHER_POLICY_1_2_STRICT_WITH_1_3, false);
    }

    private static TlsConfig with(TlsConfig config, TlsPolicy policy, boolean staticRsa) {
        return new TlsConfig(
                config.certificate(), config.certificates(), config.clientCa(), policy, staticRsa);
    }

    @Test
    void a_client_gets_the_newest_version_both_know() {
        var echo = serve(config(EC));

        assertThat(OpenSslClient.run(echo.port())).contains("answered by CN=ec EC TLSv1.3");
        assertThat(OpenSslClient.run(echo.port(), "-tls1_2"))
                .contains("answered by CN=ec EC TLSv1.2");
        Eventually.holds("counted", () -> echo.count(Counter.LISTENER_HANDSHAKES) == 2);
    }

    @Test
    void a_client_that_knows_only_rsa_gets_the_rsa_certificate_of_the_two() {
        var echo = serve(config(RSA, EC));

        assertThat(OpenSslClient.run(echo.port(), "-servername", "site.test"))
                .contains("answered by CN=ec EC TLSv1.3");
        assertThat(OpenSslClient.run(echo.port(), "-noservername")).contains("answered by CN=ec");
        assertThat(
                        OpenSslClient.run(
                                echo.port(), "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"))
                .contains("answered by CN=rsa RSA TLSv1.2");
        assertThat(OpenSslClient.run(echo.port(), "-sigalgs", "rsa_pss_rsae_sha256"))
                .contains("answered by CN=rsa RSA TLSv1.3");
    }

    @Test
    void a_name_finds_its_certificate_exactly_then_by_wildcard_then_by_default() {
        var echo = serve(config(ED, EC, OTHER));

        assertThat(OpenSslClient.run(echo.port(), "-servername", "API.site.test"))
                .contains("answered by CN=other");
        assertThat(OpenSslClient.run(echo.port(), "-servername", "www.site.test"))
                .contains("answered by CN=ec");
        assertThat(OpenSslClient.run(echo.port(), "-servername", "a.b.site.test"))
                .contains("answered by CN=ed EdDSA TLSv1.3");
        assertThat(OpenSslClient.run(echo.port(), "-noservername")).contains("answered by CN=ed");
    }

    @Test
    void sessions_resume_in_both_versions_even_at_contexts_made_anew() {
        var first = config(EC);
        var echo = serve(first);
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            String session = folder.resolve("session" + version).toString();
            assertThat(OpenSslClient.run(echo.port(), version, "-sess_out", session))
                    .contains("answered by");
            // All listeners let go and come back: a new native context for the same certificate.
            var old = open.removeFirst();
            closeNow(old);
            var again = selector(first);
            open.addFirst(open.removeLast());
            echo.use(again);
            contexts().rotateTickets();

            assertThat(OpenSslClient.run(echo.port(), version, "-sess_in", session))
                    .contains("Reused")
                    .contains("answered by");
        }
        Eventually.holds("counted", () -> echo.count(Counter.LISTENER_HANDSHAKES_RESUMED) == 2);
    }

    private static void closeNow(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_ticket_older_than_two_generations_is_not_taken() {
        var echo = serve(config(EC));
        String session = folder.resolve("session").toString();
        OpenSslClient.run(echo.port(), "-tls1_3", "-sess_out", session);
        contexts().rotateTickets();
        contexts().rotateTickets();

        assertThat(OpenSslClient.run(echo.port(), "-tls1_3", "-sess_in", session))
                .contains("New, TLSv1.3")
                .contains("answered by");
    }

    @Test
    void a_ticket_does_not_carry_over_to_a_listener_that_asks_for_client_certificates() {
        var plain = config(EC);
        var echo = serve(plain);
        String session = folder.resolve("session").toString();
        OpenSslClient.run(echo.port(), "-tls1_3", "-sess_out", session);
        var strict = serve(withClientCa(plain));

        assertThat(OpenSslClient.run(strict.port(), "-tls1_3", "-sess_in", session))
                .doesNotContain("answered by");
    }

    private TlsConfig withClientCa(TlsConfig config) {
        certificates.put("ca", new CertificateConfig("ca", 1, "ca", AUTHORITY.chainPem(), null));
        return new TlsConfig(
                config.certificate(), config.certificates(), "ca", config.policy(), false);
    }

    @Test
    void a_client_authority_lets_its_own_in_and_nobody_else() throws IOException {
        var echo = serve(withClientCa(config(EC)));

        for (String version : List.of("-tls1_2", "-tls1_3")) {
            assertThat(OpenSslClient.run(echo.port(), shown(version, CLIENT)))
                    .contains("answered by CN=ec");
            assertThat(OpenSslClient.run(echo.port(), shown(version, STRANGER)))
                    .doesNotContain("answered by");
            assertThat(OpenSslClient.run(echo.port(), version)).doesNotContain("answered by");
        }
        Eventually.holds("counted", () -> echo.count(Counter.LISTENER_HANDSHAKES_FAILED) == 4);
    }

    private String[] shown(String version, TestCertificate certificate) throws IOException {
        Path chain = folder.resolve(certificate.name() + ".crt");
        Path key = folder.resolve(certificate.name() + ".key");
        Files.writeString(chain, certificate.chainPem());
        Files.writeString(key, certificate.keyPem());
        return new String[] {version, "-cert", chain.toString(), "-key", key.toString()};
    }

    @Test
    void a_missing_client_authority_lets_nobody_in() {
        var config = config(EC);
        var echo =
                serve(
                        new TlsConfig(
                                config.certificate(), List.of(), "gone", config.policy(), false));

        assertThat(OpenSslClient.run(echo.port())).doesNotContain("answered by");
    }

    @Test
    void policies_allow_old_versions_only_where_they_name_them() {
        var config = config(RSA);
        String[] tls11 = {"-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"};

        var old = serve(with(config, TlsPolicy.TLS_CIPHER_POLICY_1_1, false));
        assertThat(OpenSslClient.run(old.port(), tls11)).contains("answered by CN=rsa RSA TLSv1.1");
        assertThat(OpenSslClient.run(old.port(), "-tls1", "-cipher", "DEFAULT@SECLEVEL=0"))
                .doesNotContain("answered by");
        var newer = serve(with(config, TlsPolicy.TLS_CIPHER_POLICY_1_2, false));
        assertThat(OpenSslClient.run(newer.port(), tls11)).doesNotContain("answered by");
        assertThat(OpenSslClient.run(newer.port())).contains("TLSv1.2");
    }

    @Test
    void static_rsa_is_there_only_when_asked_for() {
        var config = config(RSA);
        String[] staticRsa = {"-tls1_2", "-cipher", "AES128-GCM-SHA256"};

        var off = serve(with(config, TlsPolicy.TLS_CIPHER_POLICY_1_2, false));
        assertThat(OpenSslClient.run(off.port(), staticRsa)).doesNotContain("answered by");
        var on = serve(with(config, TlsPolicy.TLS_CIPHER_POLICY_1_2, true));
        assertThat(OpenSslClient.run(on.port(), staticRsa)).contains("answered by CN=rsa");
        var strict = serve(with(config, TlsPolicy.TLS_CIPHER_POLICY_1_2_STRICT, true));
        assertThat(OpenSslClient.run(strict.port(), staticRsa)).doesNotContain("answered by");
    }

    @Test
    void every_suite_of_every_policy_is_one_that_boringssl_has() {
        var config = config(RSA);
        for (TlsPolicy policy : TlsPolicy.values()) {
            for (boolean staticRsa : new boolean[] {false, true}) {
                assertThat(selector(with(config, policy, staticRsa)).problems()).isEmpty();
            }
        }
    }

    @Test
    void an_offer_of_protocols_that_do_not_work_here_goes_on_without() {
        var echo = serve(config(EC));

        assertThat(OpenSslClient.run(echo.port(), "-alpn", "h2,http/1.1"))
                .contains("ALPN protocol: http/1.1");
        assertThat(OpenSslClient.run(echo.port(), "-alpn", "h2"))
                .contains("No ALPN negotiated")
                .contains("answered by");
    }

    @Test
    void a_listener_without_a_usable_certificate_refuses_with_an_alert() {
        certificates.put("keyless", EC.config());
        var config =
                new TlsConfig("keyless", List.of(), null, TlsPolicy.TLS_CIPHER_POLICY_1_2, false);
        var echo = serve(config);

        assertThat(OpenSslClient.run(echo.port())).contains("handshake failure");
        Eventually.holds("counted", () -> echo.count(Counter.LISTENER_HANDSHAKES_FAILED) == 1);
        assertThat(selector(config).problems())
                .singleElement()
                .asString()
                .contains("certificate ec", "does not exist");
    }

    @Test
    void a_key_that_others_may_read_or_that_is_another_certificates_is_refused()
            throws IOException {
        add(EC);
        Path file = folder.resolve(EC.keyId() + ".pem");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        var config = new TlsConfig("ec", List.of(), null, TlsPolicy.TLS_CIPHER_POLICY_1_2, false);
        assertThat(selector(config).problems()).singleElement().asString().contains("chmod 600");

        Files.writeString(file, OTHER.keyPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(selector(config).problems())
                .singleElement()
                .asString()
                .contains("is not this certificate's");
    }

    @Test
    void bytes_that_are_not_tls_are_closed_and_counted() throws IOException {
        var echo = serve(config(EC));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), echo.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        Eventually.holds("counted", () -> echo.count(Counter.LISTENER_HANDSHAKES_FAILED) == 1);
    }

    @Test
    void a_thousand_replacements_leave_one_context_and_one_expiry_date() throws IOException {
        var config = config(EC);
        TlsSelector now = contexts().selectorFor(config, certificates::get);
        for (int i = 0; i < 1_000; i++) {
            // Another PEM text is another certificate to the cache.
            certificates.put(
                    "ec",
                    new CertificateConfig(
                            "ec", i, "ec", EC.chainPem() + "\n".repeat(i % 7), EC.keyId()));
            TlsSelector next = contexts().selectorFor(config, certificates::get);
            now.close();
            now = next;
        }
        open.add(now);

        assertThat(now.problems()).isEmpty();
        assertThat(contexts().live()).isEqualTo(1);
        assertThat(contexts().lingering()).isZero();
        assertThat(measure.prometheusText())
                .contains(
                        "sluice_certificate_expiry_seconds{certificate=\"ec\"} "
                                + TestCertificate.EXPIRES.getEpochSecond());
    }

    @Test
    void an_open_connection_keeps_its_context_until_it_ends() throws Exception {
        var echo = serve(config(EC));
        var factory = TrustAll.context().getSocketFactory();
        try (var socket = factory.createSocket(InetAddress.getLoopbackAddress(), echo.port())) {
            ((javax.net.ssl.SSLSocket) socket).startHandshake();
            Eventually.holds("counted", () -> echo.count(Counter.LISTENER_HANDSHAKES) == 1);
            open.removeFirst().close();

            assertThat(contexts().live()).isZero();
            assertThat(contexts().lingering()).isEqualTo(1);
            socket.getOutputStream().write('\n');
            assertThat(
                            new String(
                                    socket.getInputStream().readAllBytes(),
                                    java.nio.charset.StandardCharsets.US_ASCII))
                    .startsWith("answered by CN=ec");
        }
        Eventually.holds("gone", () -> contexts().lingering() == 0);
        assertThat(measure.prometheusText()).doesNotContain("certificate=\"ec\"");
    }
}
