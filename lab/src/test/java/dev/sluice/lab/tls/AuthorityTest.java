package dev.sluice.lab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.process.LabFailure;
import org.junit.jupiter.api.Test;

class AuthorityTest {

    @Test
    void each_certificate_has_a_serial_number_of_its_own_and_pem_texts() throws LabFailure {
        Authority authority = Authority.create();

        IssuedCertificate one = authority.issue("one.example");
        IssuedCertificate two = authority.issue("one.example");

        assertThat(one.serialNumber()).isNotEqualTo(two.serialNumber());
        assertThat(one.chainPem()).startsWith("-----BEGIN CERTIFICATE-----\n");
        assertThat(one.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void a_certificate_does_not_print_its_key() throws LabFailure {
        assertThat(Authority.create().issue("one.example")).asString().matches("certificate \\d+");
    }
}
