package dev.sluice.control.certificate;

import dev.sluice.model.unit.Secret;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a chain and perhaps its private key, both PEM, and says whether they can serve.
 *
 * <p>Accepted keys: unencrypted PKCS#8 (RFC 5958), PKCS#1 RSA (RFC 8017) and SEC 1 EC (RFC 5915);
 * RSA, EC and Ed25519. The key given is erased; what is kept of it is PKCS#8.
 */
public final class CertificateCheck {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What became of a chain and its key. */
    public sealed interface Outcome {
        /**
         * They can serve.
         *
         * @param chain PEM, leaf first, each certificate issued by the next where that is there
         * @param keyId the hex SHA-256 of the leaf's SubjectPublicKeyInfo
         * @param key PKCS#8, PEM; null where none was given
         * @param warnings sentences worth saying
         */
        record Accepted(String chain, String keyId, @Nullable Secret key, List<String> warnings)
                implements Outcome {
            public Accepted {
                warnings = List.copyOf(warnings);
            }
        }

        /**
         * They cannot.
         *
         * @param aboutKey whether the key is to blame, not the chain
         * @param message what is wrong and what would be right, beginning with a small letter
         */
        record Refused(boolean aboutKey, String message) implements Outcome {}
    }

    private CertificateCheck() {}

    /** Checks; never throws for what the texts hold. The key is erased. */
    public static Outcome check(String chainPem, @Nullable Secret key, Instant now) {
        try {
            List<X509Certificate> chain = ChainReader.read(chainPem);
            if (key == null) {
                return accepted(chain, null, now, new ArrayList<>());
            }
            PrivateKeyText read = PrivateKeyText.read(key);
            return belonging(chain, read, now);
        } catch (UnusableText unusable) {
            return new Outcome.Refused(unusable.aboutKey(), unusable.sentence());
        } finally {
            if (key != null) {
                key.erase();
            }
        }
    }

    private static Outcome belonging(List<X509Certificate> chain, PrivateKeyText key, Instant now) {
        X509Certificate leaf = null;
        for (X509Certificate certificate : chain) {
            if (leaf == null && key.belongsTo(certificate.getPublicKey())) {
                leaf = certificate;
            }
        }
        if (leaf == null) {
            key.erase();
            return new Outcome.Refused(
                    true,
                    "the private key does not belong to the certificate for "
                            + subject(chain.getFirst())
                            + "; give the key that the certificate was requested with");
        }
        var warnings = new ArrayList<String>();
        if (!leaf.equals(chain.getFirst())) {
            warnings.add(
                    "the chain does not begin with the key's certificate; it was put in order");
        }
        return accepted(ChainReader.ordered(leaf, chain), key.pem(), now, warnings);
    }

    private static Outcome accepted(
            List<X509Certificate> chain, @Nullable Secret key, Instant now, List<String> warnings) {
        for (X509Certificate certificate : chain) {
            Instant begins = certificate.getNotBefore().toInstant();
            Instant ends = certificate.getNotAfter().toInstant();
            if (ends.isBefore(now)) {
                warnings.add(
                        "the certificate for "
                                + subject(certificate)
                                + " expired on "
                                + DAY.format(ends)
                                + "; clients will refuse it until it is replaced");
            } else if (begins.isAfter(now)) {
                warnings.add(
                        "the certificate for "
                                + subject(certificate)
                                + " is valid only from "
                                + DAY.format(begins)
                                + "; clients will refuse it until then");
            }
        }
        return new Outcome.Accepted(
                ChainReader.pem(chain), KeyId.of(chain.getFirst().getPublicKey()), key, warnings);
    }

    /** The common name, or else the whole subject. */
    private static String subject(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        for (String part : name.split("(?<!\\\\),")) {
            if (part.startsWith("CN=")) {
                return part.substring(3);
            }
        }
        return name.isEmpty() ? "(no subject)" : name;
    }

    /** A text that cannot be used. Goes no further than this package. */
    static final class UnusableText extends IOException {
        private static final long serialVersionUID = 1;

        private final boolean aboutKey;
        private final String sentence;

        UnusableText(boolean aboutKey, String sentence) {
            super(sentence);
            this.aboutKey = aboutKey;
            this.sentence = sentence;
        }

        boolean aboutKey() {
            return aboutKey;
        }

        String sentence() {
            return sentence;
        }
    }
}
