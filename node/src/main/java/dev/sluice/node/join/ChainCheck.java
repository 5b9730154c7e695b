package dev.sluice.node.join;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Whether a certificate comes from an authority and is valid now. */
public final class ChainCheck {
    private ChainCheck() {}

    /**
     * Checks the first certificate of a chain.
     *
     * @param whose what the sentence calls it, such as {@code control's certificate}
     * @throws CertificateException with a sentence that says what is wrong
     */
    public static X509Certificate check(
            List<X509Certificate> chain, X509Certificate authority, Instant now, String whose)
            throws CertificateException {
        if (chain.isEmpty()) {
            throw new CertificateException(whose + " is missing");
        }
        X509Certificate leaf = chain.getFirst();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            throw new CertificateException(whose + " expired at " + leaf.getNotAfter().toInstant());
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            throw new CertificateException(
                    whose
                            + " is valid only from "
                            + leaf.getNotBefore().toInstant()
                            + "; the clocks of the two machines differ");
        }
        try {
            PKIXParameters parameters =
                    new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return leaf;
        } catch (CertPathValidatorException e) {
            throw new CertificateException(whose + " comes from another authority", e);
        } catch (InvalidAlgorithmParameterException | NoSuchAlgorithmException e) {
            throw new LinkageError("every JDK checks certificate paths", e);
        }
    }
}
