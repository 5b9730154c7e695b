package dev.sluice.control.identity;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS of the nodes' port. A handshake only proves that a node has the key of the certificate that
 * it shows, whatever that is: whether it is worth anything, {@link Admission#nodeOf} says for each
 * request. Whoever has a bad one so reads a sentence instead of an alert; and who joins has none.
 */
public final class NodePortTls {
    private NodePortTls() {}

    public static SSLContext of(Authority authority, InstantSource clock) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    new KeyManager[] {new ControlKeys(authority, clock)},
                    new TrustManager[] {new AnyClient()},
                    new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new LinkageError("every JDK has TLS 1.3", e);
        }
    }

    /** Lets every client finish its handshake. */
    private static final class AnyClient extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new AssertionError("control is a server here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new AssertionError("control is a server here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new AssertionError("control is a server here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
