package dev.sluice.proxy.tls;

import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.PemPrivateKey;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives BoringSSL one chain and its key, whatever kind of key it asks for.
 *
 * <p>Netty asks for kinds in the order of the server's own suites, not of what the client can
 * check, so a choice made here would often be wrong: {@link TlsSelector} makes it before. The
 * standard factories would also take the key through a Java key store, that is through the heap.
 */
final class OneKeyManagerFactory extends SimpleKeyManagerFactory {
    private final KeyManager manager;

    private OneKeyManagerFactory(CertificateChain chain, PemPrivateKey key) {
        this.manager = new OneKey(chain, key);
    }

    /** A factory whose parsed key stays in native memory from the first handshake on. */
    static KeyManagerFactory of(CertificateChain chain, PemPrivateKey key) {
        return new OpenSslCachingX509KeyManagerFactory(new OneKeyManagerFactory(chain, key), 1);
    }

    @Override
    protected void engineInit(KeyStore keyStore, char[] password) {}

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {}

    @Override
    protected KeyManager[] engineGetKeyManagers() {
        return new KeyManager[] {manager};
    }

    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "leaf";

        private final CertificateChain chain;
        private final PemPrivateKey key;

        OneKey(CertificateChain chain, PemPrivateKey key) {
            this.chain = chain;
            this.key = key;
        }

        @Override
        public String chooseEngineServerAlias(
                String type, Principal @Nullable [] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.toArray();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
