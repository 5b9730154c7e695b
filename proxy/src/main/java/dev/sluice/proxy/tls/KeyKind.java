package dev.sluice.proxy.tls;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * What a certificate's key signs with, as the numbers of RFC 8446 §4.2.3. TLS 1.3 ties each curve
 * to one scheme; TLS 1.2 lets a curve go with any hash.
 */
enum KeyKind {
    EC_P256(0x0403),
    EC_P384(0x0503),
    EC_P521(0x0603),
    ED25519(0x0807),
    RSA(0x0804, 0x0805, 0x0806);

    private static final int[] ECDSA_1_2 = {0x0403, 0x0503, 0x0603, 0x0203};
    private static final int[] RSA_1_2 = {0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806, 0x0201};

    private final int[] schemes13;

    KeyKind(int... schemes13) {
        this.schemes13 = schemes13;
    }

    private int[] schemes12() {
        return switch (this) {
            case EC_P256, EC_P384, EC_P521 -> ECDSA_1_2;
            case ED25519 -> schemes13;
            case RSA -> RSA_1_2;
        };
    }

    static KeyKind of(PublicKey key) throws UnusableCertificateException {
        return switch (key) {
            case RSAPublicKey _ -> RSA;
            case EdECPublicKey ed when ed.getParams().getName().equals("Ed25519") -> ED25519;
            case ECPublicKey ec ->
                    switch (ec.getParams().getOrder().bitLength()) {
                        case 256 -> EC_P256;
                        case 384 -> EC_P384;
                        case 521 -> EC_P521;
                        default -> throw unsupported(key);
                    };
            default -> throw unsupported(key);
        };
    }

    private static UnusableCertificateException unsupported(PublicKey key) {
        return new UnusableCertificateException(
                "its key is of kind "
                        + key.getAlgorithm()
                        + ": use RSA, ECDSA on P-256, P-384 or P-521, or Ed25519");
    }

    /** Whether a client could check this kind of signature in the version it would get. */
    boolean signsFor(ClientHello hello, boolean tls13) {
        if (!tls13 && !hello.namesSignatures()) {
            return this != ED25519;
        }
        for (int scheme : tls13 ? schemes13 : schemes12()) {
            if (hello.offersSignature(scheme)) {
                return true;
            }
        }
        return false;
    }
}
