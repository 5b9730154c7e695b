package dev.sluice.proxy.tls;

/** Finds the private key that belongs to a certificate. Called by the configuring thread. */
public interface KeySource {
    /**
     * The key of a certificate.
     *
     * @param keyId hex SHA-256 of the leaf's SubjectPublicKeyInfo
     * @throws UnusableCertificateException where there is none; the message says what to do
     */
    CertificateKey keyOf(String keyId) throws UnusableCertificateException;
}
