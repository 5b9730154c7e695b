package dev.sluice.proxy.tls;

import dev.sluice.measure.Measure;
import java.util.HashMap;
import java.util.Map;

/**
 * Publishes when the certificates in use expire. Several uses of one name count as one; the newest
 * chain's date stands. Not safe for several threads.
 */
final class CertificateExpiries {
    private static final String METRIC = "sluice_certificate_expiry_seconds";
    private static final String HELP = "When the certificate expires, in seconds since 1970.";

    private final Measure measure;
    private final Map<String, Integer> users = new HashMap<>();

    CertificateExpiries(Measure measure) {
        this.measure = measure;
    }

    void add(String certificate, long expiresAtSeconds) {
        users.merge(certificate, 1, Integer::sum);
        measure.gauge(METRIC, HELP, () -> expiresAtSeconds, "certificate", certificate);
    }

    void remove(String certificate) {
        if (users.merge(certificate, -1, Integer::sum) <= 0) {
            users.remove(certificate);
            measure.remove(METRIC, "certificate", certificate);
        }
    }
}
