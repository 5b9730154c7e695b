package dev.sluice.control.certificate;

import dev.sluice.control.certificate.CertificateCheck.UnusableText;
import dev.sluice.model.unit.Secret;
import java.io.CharArrayReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** A private key that was read from PEM. Holds its bytes until it is erased. */
final class PrivateKeyText {
    private static final byte[] BEGIN = ascii("-----BEGIN PRIVATE KEY-----\n");
    private static final byte[] END = ascii("\n-----END PRIVATE KEY-----\n");

    private final PrivateKey key;
    private final Secret pem;

    private PrivateKeyText(PrivateKey key, Secret pem) {
        this.key = key;
        this.pem = pem;
    }

    static PrivateKeyText read(Secret given) throws UnusableText {
        CharBuffer chars = StandardCharsets.US_ASCII.decode(ByteBuffer.wrap(given.reveal()));
        try (var parser = new PEMParser(new CharArrayReader(chars.array(), 0, chars.remaining()))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                PrivateKeyInfo found = keyIn(block);
                if (found != null) {
                    return of(found);
                }
            }
        } catch (UnusableText unusable) {
            throw unusable;
        } catch (IOException | RuntimeException notAKey) {
            throw unusable(
                    "the private key cannot be read as PEM; give the text that begins with"
                            + " -----BEGIN PRIVATE KEY-----, unchanged");
        } finally {
            Arrays.fill(chars.array(), '\0');
        }
        throw unusable(
                "there is no private key in what was given as the key; give PEM text that"
                        + " begins with -----BEGIN PRIVATE KEY-----");
    }

    /** Null for a block that only goes before a key, such as EC PARAMETERS. */
    private static @Nullable PrivateKeyInfo keyIn(Object block) throws UnusableText {
        return switch (block) {
            case PrivateKeyInfo key -> key;
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case PKCS8EncryptedPrivateKeyInfo _ -> throw encrypted();
            case PEMEncryptedKeyPair _ -> throw encrypted();
            default -> null;
        };
    }

    private static PrivateKeyText of(PrivateKeyInfo found) throws IOException {
        byte[] der = found.getEncoded("DER");
        try {
            var factory = KeyFactory.getInstance(algorithm(found));
            return new PrivateKeyText(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(der)), pemOf(der));
        } catch (GeneralSecurityException notUsable) {
            throw unusable(
                    "the private key is of a kind that is not supported; use RSA, EC on P-256,"
                            + " P-384 or P-521, or Ed25519");
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static String algorithm(PrivateKeyInfo found) throws UnusableText {
        String oid = found.getPrivateKeyAlgorithm().getAlgorithm().getId();
        return switch (oid) {
            case "1.2.840.113549.1.1.1" -> "RSA";
            case "1.2.840.10045.2.1" -> "EC";
            case "1.3.101.112" -> "Ed25519";
            default ->
                    throw unusable(
                            "the private key's algorithm ("
                                    + oid
                                    + ") is not supported; use RSA, EC or Ed25519");
        };
    }

    private static Secret pemOf(byte[] der) {
        byte[] lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
        byte[] text =
                ByteBuffer.allocate(BEGIN.length + lines.length + END.length)
                        .put(BEGIN)
                        .put(lines)
                        .put(END)
                        .array();
        Arrays.fill(lines, (byte) 0);
        return new Secret(text);
    }

    /** Whether a signature of this key is one of that public key: true for all encodings alike. */
    boolean belongsTo(PublicKey candidate) {
        if (!signing(candidate.getAlgorithm()).equals(signing(key.getAlgorithm()))) {
            return false;
        }
        try {
            byte[] message = ascii("does this key belong to that certificate");
            Signature signer = Signature.getInstance(signing(key.getAlgorithm()));
            signer.initSign(key);
            signer.update(message);
            byte[] signature = signer.sign();
            signer.initVerify(candidate);
            signer.update(message);
            return signer.verify(signature);
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }

    private static String signing(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
    }

    /** PKCS#8, PEM; belongs to the caller from then on. */
    Secret pem() {
        return pem;
    }

    void erase() {
        pem.erase();
    }

    private static UnusableText encrypted() {
        return unusable(
                "the private key is encrypted; take the passphrase off first: openssl pkey"
                        + " -in site.key -out site-plain.key");
    }

    private static UnusableText unusable(String sentence) {
        return new UnusableText(true, sentence);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
