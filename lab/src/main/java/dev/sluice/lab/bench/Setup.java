package dev.sluice.lab.bench;

import dev.sluice.lab.process.Core;
import dev.sluice.lab.tls.IssuedCertificate;
import java.util.Optional;

/**
 * How all subjects of a round are set up.
 *
 * @param core which core the balancers share
 * @param logged whether requests are logged
 * @param certificate ends TLS with it; without one, plain HTTP
 */
record Setup(Core core, boolean logged, Optional<IssuedCertificate> certificate) {
    String scheme() {
        return certificate.isPresent() ? "https" : "http";
    }
}
