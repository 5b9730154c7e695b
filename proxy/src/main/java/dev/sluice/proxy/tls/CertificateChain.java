package dev.sluice.proxy.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * A certificate chain, read.
 *
 * @param certificates leaf first
 */
record CertificateChain(List<X509Certificate> certificates) {
    private static final int DNS_NAME = 2;

    CertificateChain {
        certificates = List.copyOf(certificates);
    }

    static CertificateChain parse(String pem) throws UnusableCertificateException {
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            var certificates = new ArrayList<X509Certificate>();
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
                certificates.add((X509Certificate) certificate);
            }
            if (certificates.isEmpty()) {
                throw new UnusableCertificateException("its chain holds no certificate");
            }
            return new CertificateChain(certificates);
        } catch (CertificateException malformed) {
            throw new UnusableCertificateException(
                    "its chain is not PEM: " + malformed.getMessage(), malformed);
        }
    }

    X509Certificate leaf() {
        return certificates.getFirst();
    }

    X509Certificate[] toArray() {
        return certificates.toArray(X509Certificate[]::new);
    }

    long expiresAtSeconds() {
        return leaf().getNotAfter().toInstant().getEpochSecond();
    }

    /**
     * The names that the leaf is for, in lower case, {@code *.} before those that are wildcards:
     * its alternative names, or where it has none its common name (RFC 6125 §6.4.4).
     */
    Set<String> names() throws UnusableCertificateException {
        var names = new LinkedHashSet<String>();
        try {
            var alternatives = leaf().getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0).equals(DNS_NAME)) {
                        names.add(((String) alternative.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
                return names;
            }
            addCommonName(names);
            return names;
        } catch (CertificateException | InvalidNameException malformed) {
            throw new UnusableCertificateException(
                    "its names cannot be read: " + malformed.getMessage(), malformed);
        }
    }

    private void addCommonName(Set<String> names) throws InvalidNameException {
        for (var part : new LdapName(leaf().getSubjectX500Principal().getName()).getRdns()) {
            if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
    }
}
