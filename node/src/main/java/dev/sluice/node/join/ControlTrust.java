package dev.sluice.node.join;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Knows control by its certificate: of the authority that the node joined, or, before that, of the
 * one whose fingerprint the join token carries. The name by which control was reached does not
 * matter: nobody else has a certificate that says {@link Badge#CONTROL}.
 */
public final class ControlTrust extends X509ExtendedTrustManager {
    private static final String WHOSE = "control's certificate";

    private final Anchor anchor;
    private final InstantSource clock;

    /** Finds the authority to trust. */
    @FunctionalInterface
    private interface Anchor {
        X509Certificate in(List<X509Certificate> chain) throws CertificateException;
    }

    private ControlTrust(Anchor anchor, InstantSource clock) {
        this.anchor = anchor;
        this.clock = clock;
    }

    /** Trusts one authority. */
    public static ControlTrust of(X509Certificate authority, InstantSource clock) {
        return new ControlTrust(_ -> authority, clock);
    }

    /** Trusts the authority of a fingerprint, which control must show itself. */
    public static ControlTrust of(JoinToken token, InstantSource clock) {
        return new ControlTrust(chain -> named(token.fingerprint(), chain), clock);
    }

    private static X509Certificate named(String fingerprint, List<X509Certificate> chain)
            throws CertificateException {
        for (X509Certificate certificate : chain) {
            if (JoinToken.fingerprint(certificate).equals(fingerprint)) {
                return certificate;
            }
        }
        throw new CertificateException(
                "the token was made by another control than the one that answers here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        List<X509Certificate> shown = List.of(chain);
        X509Certificate leaf = ChainCheck.check(shown, anchor.in(shown), clock.instant(), WHOSE);
        if (!Badge.isControl(leaf)) {
            throw new CertificateException("who answers is not control, but one of its nodes");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("a node has no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
