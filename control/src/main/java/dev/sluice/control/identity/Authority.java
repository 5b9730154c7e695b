package dev.sluice.control.identity;

import dev.sluice.node.join.Badge;
import dev.sluice.node.join.JoinToken;
import dev.sluice.node.join.NodeIdentity;
import dev.sluice.node.join.OwnerFile;
import dev.sluice.node.join.Pem;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.NoSuchElementException;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/**
 * Sluice's own certificate authority: it certifies control and its nodes to each other and nothing
 * else. ECDSA on P-256; key and certificate lie in {@code authority.pem}.
 */
public final class Authority {
    /** How long what it issues is valid; renewed from the middle of it. */
    public static final Duration LEAF_LIFE = Duration.ofDays(30);

    private static final Duration OWN_LIFE = Duration.ofDays(20 * 365);
    private static final Duration CLOCK_SLACK = Duration.ofHours(1);
    private static final int SERIAL_BITS = 126;
    private static final int CURVE_BITS = 256;

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    private Authority(PrivateKey key, X509Certificate certificate, InstantSource clock) {
        this.key = key;
        this.certificate = certificate;
        this.clock = clock;
    }

    /** Opens the authority of a folder, or founds one where there is none. */
    public static Authority open(Path folder, InstantSource clock) throws IOException {
        Path file = folder.resolve("authority.pem");
        if (!Files.exists(file)) {
            OwnerFile.makeFolder(folder);
            OwnerFile.write(file, founded(clock.instant()));
        }
        String text = Files.readString(file);
        try {
            return new Authority(Pem.privateKey(text), Pem.certificates(text).getFirst(), clock);
        } catch (IOException | NoSuchElementException e) {
            throw new IOException(
                    file
                            + " is damaged ("
                            + e.getMessage()
                            + "): restore it from a copy, or remove the folder and let every node join again",
                    e);
        }
    }

    private static String founded(Instant now) {
        KeyPair keys = NodeIdentity.newKeys();
        var name = new X500Name("CN=Sluice nodes");
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        serial(new SecureRandom()),
                        Date.from(now.minus(CLOCK_SLACK)),
                        Date.from(now.plus(OWN_LIFE)),
                        name,
                        keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        } catch (IOException e) {
            throw new AssertionError("these extensions can be encoded", e);
        }
        return Pem.of(keys.getPrivate()) + Pem.of(signed(builder, keys.getPrivate()));
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** By which tokens name it. */
    public String fingerprint() {
        return JoinToken.fingerprint(certificate);
    }

    /** A key and certificate for control itself. */
    NodeIdentity ofControl() {
        KeyPair keys = NodeIdentity.newKeys();
        return new NodeIdentity(
                keys.getPrivate(),
                issue(keys.getPublic(), "control", Badge.CONTROL, KeyPurposeId.id_kp_serverAuth),
                certificate);
    }

    /**
     * Certifies a node.
     *
     * @param request PKCS #10 as PEM
     * @return its certificate and the authority's, as PEM
     */
    String certify(String request, Badge badge) throws NotAdmitted {
        X509Certificate issued =
                issue(publicKey(request), badge.name(), badge.uri(), KeyPurposeId.id_kp_clientAuth);
        return Pem.of(issued) + Pem.of(certificate);
    }

    private X509Certificate issue(PublicKey of, String name, String uri, KeyPurposeId purpose) {
        Instant now = clock.instant();
        var builder =
                new JcaX509v3CertificateBuilder(
                        new X500Name(certificate.getSubjectX500Principal().getName()),
                        serial(random),
                        Date.from(now.minus(CLOCK_SLACK)),
                        Date.from(now.plus(LEAF_LIFE)),
                        new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build(),
                        of);
        try {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        } catch (IOException e) {
            throw new AssertionError("these extensions can be encoded", e);
        }
        return signed(builder, key);
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey by) {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(by);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new LinkageError("every JDK signs with P-256 keys", e);
        }
    }

    /**
     * The key of a request that bears its owner's signature, on the one curve that is used here.
     */
    private static PublicKey publicKey(String request) throws NotAdmitted {
        try (var parser = new PEMParser(new StringReader(request))) {
            if (parser.readObject() instanceof PKCS10CertificationRequest read) {
                PublicKey key = new JcaPKCS10CertificationRequest(read).getPublicKey();
                boolean proved =
                        read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
                if (proved
                        && key instanceof ECPublicKey curve
                        && curve.getParams().getOrder().bitLength() == CURVE_BITS) {
                    return key;
                }
            }
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException e) {
            throw unusable(e);
        }
        throw unusable(null);
    }

    private static NotAdmitted unusable(@Nullable Exception cause) {
        var refusal =
                new NotAdmitted(
                        NotAdmitted.Reason.BAD_REQUEST,
                        "the request is no signed PKCS #10 request for a P-256 key");
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
    }

    /** The chain that control shows: its own certificate and the authority's. */
    static List<X509Certificate> chain(NodeIdentity identity) {
        return List.of(identity.certificate(), identity.authority());
    }
}
