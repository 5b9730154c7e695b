package dev.sluice.proxy.tls;

/**
 * Where a certificate's private key is, so that handshakes can be signed with it. Today that is a
 * file on this machine; a key that only a key server holds will be the second kind.
 */
public sealed interface CertificateKey permits FileKey {}
