package dev.sluice.node.join;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates as text (RFC 7468). */
public final class Pem {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final int LINE_CHARS = 64;

    private Pem() {}

    public static String of(X509Certificate certificate) {
        try {
            return of(CERTIFICATE, certificate.getEncoded());
        } catch (CertificateException e) {
            throw new LinkageError("a certificate that was read can be written", e);
        }
    }

    /** PKCS #8, not encrypted. */
    public static String of(PrivateKey key) {
        return of(PRIVATE_KEY, key.getEncoded());
    }

    static String of(String label, byte[] der) {
        var base64 = Base64.getMimeEncoder(LINE_CHARS, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN "
                + label
                + "-----\n"
                + base64.encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    /** All certificates of a text, in order. */
    public static List<X509Certificate> certificates(String text) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] der : parts(CERTIFICATE, text)) {
                certificates.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (CertificateException e) {
            throw new IOException("a certificate cannot be read", e);
        }
        return certificates;
    }

    /** The elliptic curve key of a text. */
    public static PrivateKey privateKey(String text) throws IOException {
        List<byte[]> parts = parts(PRIVATE_KEY, text);
        if (parts.size() != 1) {
            throw new IOException("one private key should be there");
        }
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(parts.getFirst()));
        } catch (GeneralSecurityException e) {
            throw new IOException("the private key cannot be read", e);
        }
    }

    private static List<byte[]> parts(String label, String text) throws IOException {
        Matcher matcher =
                Pattern.compile(
                                "-----BEGIN "
                                        + label
                                        + "-----([A-Za-z0-9+/=\\s]*+)-----END "
                                        + label
                                        + "-----")
                        .matcher(text);
        var parts = new ArrayList<byte[]>();
        while (matcher.find()) {
            try {
                parts.add(Base64.getMimeDecoder().decode(matcher.group(1)));
            } catch (IllegalArgumentException e) {
                throw new IOException("the text between the " + label + " lines is damaged", e);
            }
        }
        return parts;
    }
}
