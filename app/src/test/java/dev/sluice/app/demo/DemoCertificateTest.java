package dev.sluice.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class DemoCertificateTest {
    @Test
    void it_names_this_machine_and_is_signed_by_its_own_key() throws GeneralSecurityException {
        var made = DemoCertificate.make();

        var certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(
                                                made.chainPem()
                                                        .getBytes(StandardCharsets.US_ASCII)));
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity();
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void the_key_is_unencrypted_pkcs8_and_stays_out_of_text() {
        var made = DemoCertificate.make();

        assertThat(made.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(made.toString()).doesNotContain("PRIVATE");
    }
}
