package dev.sluice.model.node;

import org.jspecify.annotations.Nullable;

/**
 * A certificate chain.
 *
 * @param chain PEM, leaf first
 * @param keyId names the private key, wherever that lives: the hex SHA-256 of the leaf's
 *     SubjectPublicKeyInfo; null for an authority's certificate
 */
public record CertificateConfig(
        String id, long revision, String name, String chain, @Nullable String keyId)
        implements NodeResource {
    @Override
    public String key() {
        return "certificate/" + id;
    }
}
