package dev.sluice.control.certificate;

import dev.sluice.control.certificate.CertificateCheck.UnusableText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.jspecify.annotations.Nullable;

/** Reads, orders and writes chains of certificates in PEM. */
final class ChainReader {
    private static final int MAX_CERTIFICATES = 20;

    private ChainReader() {}

    static List<X509Certificate> read(String pem) throws UnusableText {
        var chain = new ArrayList<X509Certificate>();
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                if (!(block instanceof X509CertificateHolder holder)) {
                    throw unusable(
                            "the chain holds something that is no certificate; keep only the blocks"
                                    + " between BEGIN CERTIFICATE and END CERTIFICATE");
                }
                chain.add(certificate(holder.getEncoded()));
            }
        } catch (UnusableText unusable) {
            throw unusable;
        } catch (IOException | CertificateException | RuntimeException notCertificates) {
            throw unusable(
                    "the chain cannot be read as PEM certificates; give the text that begins"
                            + " with -----BEGIN CERTIFICATE-----, unchanged");
        }
        if (chain.isEmpty()) {
            throw unusable(
                    "the chain holds no certificate; give PEM text, the server's certificate first");
        }
        if (chain.size() > MAX_CERTIFICATES) {
            throw unusable("the chain holds more than " + MAX_CERTIFICATES + " certificates");
        }
        return chain;
    }

    /** The leaf, its issuer, that one's issuer…, then whatever is not above the leaf. */
    static List<X509Certificate> ordered(X509Certificate leaf, List<X509Certificate> chain) {
        var rest = new ArrayList<>(chain);
        var ordered = new ArrayList<X509Certificate>();
        X509Certificate next = leaf;
        while (next != null) {
            ordered.add(next);
            rest.remove(next);
            next = issuerOf(next, rest);
        }
        ordered.addAll(rest);
        return ordered;
    }

    private static @Nullable X509Certificate issuerOf(
            X509Certificate certificate, List<X509Certificate> among) {
        for (X509Certificate other : among) {
            if (other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                return other;
            }
        }
        return null;
    }

    static String pem(List<X509Certificate> chain) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        var text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            try {
                text.append("-----BEGIN CERTIFICATE-----\n")
                        .append(
                                new String(
                                        lines.encode(certificate.getEncoded()),
                                        StandardCharsets.US_ASCII))
                        .append("\n-----END CERTIFICATE-----\n");
            } catch (CertificateEncodingException impossible) {
                throw new AssertionError("a certificate that was read can be written", impossible);
            }
        }
        return text.toString();
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        var factory = CertificateFactory.getInstance("X.509");
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }

    private static UnusableText unusable(String sentence) {
        return new UnusableText(false, sentence);
    }
}
