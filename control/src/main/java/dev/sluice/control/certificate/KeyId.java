package dev.sluice.control.certificate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/** The name of a key pair: a digest of its public half. */
final class KeyId {
    private KeyId() {}

    /** The hex SHA-256 of the SubjectPublicKeyInfo (RFC 5280 §4.1), 64 digits. */
    static String of(PublicKey key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(key.getEncoded()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }
}
