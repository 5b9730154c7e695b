package dev.sluice.proxy.tls;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The secrets behind session tickets: one current, which encrypts, and the one before it, which
 * still decrypts. Not safe for several threads.
 *
 * <p>No ticket key is used as it is: each (certificate, policy, client authority) has keys of its
 * own, derived by HKDF (RFC 5869). A ticket got from one of them therefore never resumes at
 * another, which would let a client past a check of its certificate.
 */
final class TicketSecrets {
    private static final int SECRET_BYTES = 32;
    private static final byte[] LABEL =
            "sluice session ticket ".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random;
    private byte[] current;
    private byte @Nullable [] previous;

    TicketSecrets(SecureRandom random) {
        this.random = random;
        this.current = fresh();
    }

    void rotate() {
        if (previous != null) {
            Arrays.fill(previous, (byte) 0);
        }
        previous = current;
        current = fresh();
    }

    /** The ticket keys of one identity, the encrypting one first. */
    OpenSslSessionTicketKey[] keysOf(byte[] identity) {
        if (previous == null) {
            return new OpenSslSessionTicketKey[] {derive(current, identity)};
        }
        return new OpenSslSessionTicketKey[] {
            derive(current, identity), derive(previous, identity)
        };
    }

    private byte[] fresh() {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    private static OpenSslSessionTicketKey derive(byte[] secret, byte[] identity) {
        int name = OpenSslSessionTicketKey.NAME_SIZE;
        int hmac = name + OpenSslSessionTicketKey.HMAC_KEY_SIZE;
        int aes = hmac + OpenSslSessionTicketKey.AES_KEY_SIZE;
        byte[] info = Arrays.copyOf(LABEL, LABEL.length + identity.length);
        System.arraycopy(identity, 0, info, LABEL.length, identity.length);
        try {
            byte[] material =
                    KDF.getInstance("HKDF-SHA256")
                            .deriveData(
                                    HKDFParameterSpec.ofExtract()
                                            .addIKM(secret)
                                            .thenExpand(info, aes));
            var key =
                    new OpenSslSessionTicketKey(
                            Arrays.copyOfRange(material, 0, name),
                            Arrays.copyOfRange(material, name, hmac),
                            Arrays.copyOfRange(material, hmac, aes));
            Arrays.fill(material, (byte) 0);
            return key;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK 25 has HKDF with SHA-256", impossible);
        }
    }
}
