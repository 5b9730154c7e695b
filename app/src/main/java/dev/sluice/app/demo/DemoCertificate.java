package dev.sluice.app.demo;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that nobody else trusts: its own issuer, good for thirty days.
 *
 * @param chainPem the certificate
 * @param keyPem its private key, PKCS #8, unencrypted
 */
public record DemoCertificate(String chainPem, String keyPem) {
    private static final Duration CLOCK_SLACK = Duration.ofHours(1);
    private static final Duration LIFE = Duration.ofDays(30);
    private static final int SERIAL_BITS = 64;

    /** Makes a new key and a certificate for this machine. */
    public static DemoCertificate make() {
        return make("localhost", List.of("127.0.0.1", "::1"));
    }

    /** Makes a new key and its certificate. */
    public static DemoCertificate make(String domain, List<String> addresses) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new DemoCertificate(
                    pem(certify(pair, domain, addresses)), keyPem(pair.getPrivate()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new AssertionError("every JDK makes P-256 keys and signs with them", e);
        }
    }

    @Override
    public String toString() {
        return "DemoCertificate";
    }

    private static X509Certificate certify(KeyPair pair, String domain, List<String> addresses)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        var name = new X500Name("CN=" + domain);
        Instant now = Instant.now();
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS),
                        Date.from(now.minus(CLOCK_SLACK)),
                        Date.from(now.plus(LIFE)),
                        name,
                        pair.getPublic());
        var names = new ArrayList<GeneralName>();
        names.add(new GeneralName(GeneralName.dNSName, domain));
        addresses.forEach(one -> names.add(new GeneralName(GeneralName.iPAddress, one)));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(names.toArray(GeneralName[]::new)));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static String keyPem(PrivateKey key) throws IOException {
        return pem(new JcaPKCS8Generator(key, null));
    }

    private static String pem(Object thing) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(thing);
        }
        return text.toString();
    }
}
