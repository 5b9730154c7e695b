package dev.sluice.proxy.tls;

import dev.sluice.model.node.CertificateConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * What a server-side context is made of. Listeners that agree in all of it share the context.
 *
 * @param certificate the certificate's id
 * @param chain PEM
 * @param clientCa PEM of the authority that clients' certificates must come from; null asks for
 *     none
 */
record ServerContextKey(
        String certificate, String chain, String keyId, TlsRules rules, @Nullable String clientCa) {

    static ServerContextKey of(
            CertificateConfig certificate,
            String keyId,
            TlsRules rules,
            @Nullable CertificateConfig clientCa) {
        return new ServerContextKey(
                certificate.id(),
                certificate.chain(),
                keyId,
                rules,
                clientCa == null ? null : clientCa.chain());
    }

    /**
     * Thirty-two bytes that are equal where a session of one context may resume at another: the
     * same certificate and key under the same rules and client authority, even when the chain was
     * renewed.
     */
    byte[] identity() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String part :
                    new String[] {
                        certificate, keyId, rules.toString(), clientCa == null ? "" : clientCa
                    }) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
