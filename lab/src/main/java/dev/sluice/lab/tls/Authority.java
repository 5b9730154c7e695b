package dev.sluice.lab.tls;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of its own, made in memory, that issues certificates for a week. */
public final class Authority {
    private static final X500Name NAME = new X500Name("CN=Sluice lab authority");
    private static final Duration LIFETIME = Duration.ofDays(7);

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys;
    private final X509Certificate certificate;

    private Authority() throws GeneralSecurityException, IOException, OperatorCreationException {
        keys = newKeys();
        certificate =
                sign(
                        NAME,
                        keys,
                        Extension.create(
                                Extension.basicConstraints, true, new BasicConstraints(true)));
    }

    public static Authority create() throws LabFailure {
        try {
            return new Authority();
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new LabFailure("cannot make an authority: " + e.getMessage(), e);
        }
    }

    /** A new P-256 key and its certificate for a domain and for 127.0.0.1. */
    public IssuedCertificate issue(String domain) throws LabFailure {
        GeneralNames names =
                new GeneralNames(
                        new GeneralName[] {
                            new GeneralName(GeneralName.dNSName, domain),
                            new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                        });
        try {
            KeyPair pair = newKeys();
            X509Certificate leaf =
                    sign(
                            new X500Name("CN=" + domain),
                            pair,
                            Extension.create(Extension.subjectAlternativeName, false, names));
            return new IssuedCertificate(leaf, pair.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new LabFailure("cannot issue a certificate: " + e.getMessage(), e);
        }
    }

    /** TLS for clients that trust this authority and nobody else. */
    public SSLContext clientTls() throws LabFailure {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", certificate);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new LabFailure("cannot set up TLS for clients: " + e.getMessage(), e);
        }
    }

    private X509Certificate sign(X500Name subject, KeyPair pair, Extension extension)
            throws GeneralSecurityException, CertIOException, OperatorCreationException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                                NAME,
                                new BigInteger(120, random),
                                Date.from(now.minus(Duration.ofHours(1))),
                                Date.from(now.plus(LIFETIME)),
                                subject,
                                pair.getPublic())
                        .addExtension(extension);
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(keys.getPrivate())));
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
