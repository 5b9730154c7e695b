package dev.sluice.control.certificate;

import dev.sluice.model.unit.Secret;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Keys and certificates made for one test. */
public final class TestKeys {
    private TestKeys() {}

    public static KeyPair pair(String algorithm, int size) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (size > 0) {
            generator.initialize(size);
        }
        return generator.generateKeyPair();
    }

    public static X509Certificate selfSigned(String name, KeyPair pair) throws Exception {
        return signed(name, pair, name, pair, Instant.now().plusSeconds(86_400));
    }

    static X509Certificate signed(
            String name, KeyPair pair, String issuer, KeyPair issuerPair, Instant ends)
            throws GeneralSecurityException, OperatorCreationException {
        String algorithm =
                switch (issuerPair.getPrivate().getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        var builder =
                new JcaX509v3CertificateBuilder(
                        new X500Name("CN=" + issuer),
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(Instant.now().minusSeconds(999_999)),
                        Date.from(ends),
                        new X500Name("CN=" + name),
                        pair.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder(algorithm)
                                        .build(issuerPair.getPrivate())));
    }

    /** The traditional form: PKCS#1 for RSA keys, X.509 for certificates. */
    public static String pem(Object... things) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            for (Object thing : things) {
                writer.writeObject(thing);
            }
        }
        return text.toString();
    }

    /** SEC 1 on P-256, with the curve that RFC 5915 asks for. */
    static String sec1(KeyPair pair) throws IOException {
        var d = ((ECPrivateKey) pair.getPrivate()).getS();
        var key =
                new org.bouncycastle.asn1.sec.ECPrivateKey(256, d, X9ObjectIdentifiers.prime256v1);
        return pem(new PemObject("EC PRIVATE KEY", key.getEncoded()));
    }

    public static String pkcs8(KeyPair pair) throws IOException {
        return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
    }

    public static Secret secret(String text) {
        return new Secret(text.getBytes(StandardCharsets.US_ASCII));
    }
}
