package dev.sluice.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.demo.DemoCertificate;
import dev.sluice.app.scenario.Program;
import dev.sluice.app.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TlsTrafficTest {
    private static final String HTTPS =
            """
            loadBalancers:
              - name: web
                address: 127.0.0.1
                listeners:
                  - { protocol: https, port: ${front}, certificate: site, serverGroup: pages }
            serverGroups:
              - name: pages
                servers: [ { address: 127.0.0.1, port: ${a} } ]
            certificates:
              - { name: site, chainFile: site.pem, keyFile: site.key }
            """;

    @Test
    void curl_trusts_the_certificate_and_is_answered() throws IOException {
        try (var scenario = Scenario.begin()) {
            String chain = serve(scenario);
            Path authority = Files.writeString(scenario.folder().resolve("ca.pem"), chain);

            Program curl =
                    Program.run(
                            "curl",
                            "-sS",
                            "--cacert",
                            authority.toString(),
                            "https://localhost:" + scenario.port("front") + "/");

            assertThat(curl.output()).isEqualTo("a\n");
        }
    }

    @Test
    void openssl_shakes_hands_in_tls_1_3_and_in_tls_1_2() {
        try (var scenario = Scenario.begin()) {
            serve(scenario);

            assertThat(handshake(scenario, "-tls1_3")).contains("New, TLSv1.3");
            assertThat(handshake(scenario, "-tls1_2")).contains("New, TLSv1.2");
            assertThat(handshake(scenario, "-tls1_1")).doesNotContain("New, TLSv1.1");
        }
    }

    @Test
    void another_certificate_takes_over_without_a_restart() {
        try (var scenario = Scenario.begin()) {
            serve(scenario);
            String before = fingerprint(scenario);

            serve(scenario);

            assertThat(fingerprint(scenario))
                    .startsWith("sha256 Fingerprint=")
                    .isNotEqualTo(before);
        }
    }

    private static String serve(Scenario scenario) {
        scenario.httpBackend("a");
        var certificate = DemoCertificate.make();
        scenario.file("site.pem", certificate.chainPem());
        scenario.file("site.key", certificate.keyPem());
        scenario.apply(HTTPS);
        return certificate.chainPem();
    }

    private static String handshake(Scenario scenario, String version) {
        return Program.feed(
                        "",
                        "openssl",
                        "s_client",
                        version,
                        "-servername",
                        "localhost",
                        "-connect",
                        "127.0.0.1:" + scenario.port("front"))
                .output();
    }

    private static String fingerprint(Scenario scenario) {
        return Program.feed(
                        handshake(scenario, "-tls1_3"),
                        "openssl",
                        "x509",
                        "-noout",
                        "-fingerprint",
                        "-sha256")
                .output();
    }
}
