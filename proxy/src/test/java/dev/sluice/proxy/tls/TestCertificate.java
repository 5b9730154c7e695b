package dev.sluice.proxy.tls;

import dev.sluice.model.node.CertificateConfig;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate and its key, made for a test. */
public record TestCertificate(String name, KeyPair keys, X509Certificate certificate) {
    public static final Instant EXPIRES = Instant.parse("2126-01-01T00:00:00Z");

    /** Signed by itself. Names are DNS names, or addresses where they look like one. */
    public static TestCertificate selfSigned(String name, String algorithm, String... names) {
        return signedBy(null, name, algorithm, names);
    }

    public static TestCertificate signedBy(
            @Nullable TestCertificate issuer, String name, String algorithm, String... names) {
        try {
            return make(issuer, name, algorithm, names);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TestCertificate make(
            @Nullable TestCertificate issuer, String name, String algorithm, String... names)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        KeyPair keys = keys(algorithm);
        var subject = new X500Principal("CN=" + name);
        var builder =
                new JcaX509v3CertificateBuilder(
                        issuer == null ? subject : issuer.certificate.getSubjectX500Principal(),
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                        Date.from(EXPIRES),
                        subject,
                        keys.getPublic());
        if (names.length == 0) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        } else {
            var general = new GeneralName[names.length];
            for (int i = 0; i < names.length; i++) {
                boolean address = Character.isDigit(names[i].charAt(0));
                general[i] =
                        new GeneralName(
                                address ? GeneralName.iPAddress : GeneralName.dNSName, names[i]);
            }
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(general));
        }
        KeyPair signing = issuer == null ? keys : issuer.keys;
        var signer =
                new JcaContentSignerBuilder(signature(signing.getPrivate().getAlgorithm()))
                        .build(signing.getPrivate());
        var certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        return new TestCertificate(name, keys, certificate);
    }

    private static KeyPair keys(String algorithm) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        switch (algorithm) {
            case "RSA" -> generator.initialize(2048);
            case "EC" -> generator.initialize(256);
            default -> {}
        }
        return generator.generateKeyPair();
    }

    private static String signature(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
    }

    public String chainPem() {
        return pem(certificate);
    }

    public String keyPem() {
        try {
            return pem(new JcaPKCS8Generator(keys.getPrivate(), null).generate());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(Object thing) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(thing);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    public String keyId() {
        try {
            byte[] info = keys.getPublic().getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(info));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** As configurations have it; the id is the name. */
    public CertificateConfig config() {
        return new CertificateConfig(name, 1, name, chainPem(), keyId());
    }

    /** Stores the key where a {@link FileKeySource} of the folder finds it. */
    public TestCertificate storeKey(Path folder) {
        try {
            Path file = folder.resolve(keyId() + ".pem");
            Files.writeString(file, keyPem());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
