package dev.sluice.health;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS that takes any certificate. A probe asks whether a server works, sends nothing secret and
 * believes nothing but a status code; whether the server is who it should be is verified where
 * traffic goes to it. An expired certificate is thus not reported as a server that is down.
 */
final class TrustingTls {
    private static final SSLContext CONTEXT = context();

    private TrustingTls() {}

    /** Shakes hands over a connected socket; closing the result closes it. */
    static SSLSocket over(Socket socket, String serverName, int port) throws IOException {
        var tls =
                (SSLSocket) CONTEXT.getSocketFactory().createSocket(socket, serverName, port, true);
        var parameters = tls.getSSLParameters();
        parameters.setServerNames(names(serverName));
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /** No SNI for what is no host name, literals among them (RFC 6066 §3). */
    private static List<SNIServerName> names(String serverName) {
        if (serverName.indexOf(':') >= 0 || serverName.matches("[0-9.]*")) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(serverName));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAny()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has TLS", e);
        }
    }

    private static final class TrustAny extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
