package dev.sluice.proxy.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts nobody. For contexts that ask for no certificate: left alone, each of them would read the
 * whole list of the system's authorities.
 */
final class RefusingTrust implements X509TrustManager {
    static final RefusingTrust INSTANCE = new RefusingTrust();

    private RefusingTrust() {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("no certificate was asked for");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("this is a server itself");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
