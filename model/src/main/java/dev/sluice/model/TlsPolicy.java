package dev.sluice.model;

/**
 * Named TLS versions and suites; the names are the cloud's, the suites those that BoringSSL has.
 */
public enum TlsPolicy {
    TLS_CIPHER_POLICY_1_0,
    TLS_CIPHER_POLICY_1_1,
    TLS_CIPHER_POLICY_1_2,
    TLS_CIPHER_POLICY_1_2_STRICT,
    TLS_CIPHER_POLICY_1_2_STRICT_WITH_1_3
}
