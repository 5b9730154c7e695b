package dev.sluice.model.node;

import dev.sluice.model.TlsPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What https listeners need to shake hands.
 *
 * @param certificate key of the default {@link CertificateConfig}; null when it did not resolve:
 *     handshakes then fail
 * @param certificates keys of further certificates, chosen by server name
 * @param clientCa key of the certificate that clients' certificates must come from; null asks for
 *     none
 */
public record TlsConfig(
        @Nullable String certificate,
        List<String> certificates,
        @Nullable String clientCa,
        TlsPolicy policy,
        boolean allowStaticRsa) {
    public TlsConfig {
        certificates = List.copyOf(certificates);
    }
}
