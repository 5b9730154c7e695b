package dev.sluice.proxy.tls;

import dev.sluice.model.node.CertificateConfig;
import dev.sluice.model.node.GroupConfig.BackendTlsConfig;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.PemPrivateKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes and shares the contexts of connections to servers. Any thread may call it; calls take a
 * lock and may read key files, so event loops do not. Sessions are resumed per name and port.
 */
public final class BackendTlsContexts {
    private final KeySource keys;
    private final SharedContexts<ContextKey> contexts = new SharedContexts<>(this::make);

    public BackendTlsContexts(KeySource keys) {
        this.keys = keys;
    }

    /**
     * TLS as a group wants it, to be closed when the group no longer does.
     *
     * @param certificates finds a certificate by its key; answers null for what is not there
     * @throws UnusableCertificateException where an authority or certificate is missing or broken;
     *     connections must then not be made, plain or otherwise
     */
    public synchronized BackendTls tlsFor(
            BackendTlsConfig config, Function<String, @Nullable CertificateConfig> certificates)
            throws UnusableCertificateException {
        var ca = find(config.ca(), "authority", certificates);
        var shown = find(config.certificate(), "certificate", certificates);
        if (shown != null && shown.keyId() == null) {
            throw new UnusableCertificateException(
                    "certificate " + shown.name() + " has no private key: store it with its key");
        }
        var key =
                new ContextKey(
                        config.verify(),
                        ca == null ? null : ca.chain(),
                        shown == null ? null : shown.chain(),
                        shown == null ? null : shown.keyId());
        return new BackendTls(contexts.acquire(key), config.name(), () -> release(key));
    }

    private static @Nullable CertificateConfig find(
            @Nullable String key,
            String what,
            Function<String, @Nullable CertificateConfig> certificates)
            throws UnusableCertificateException {
        if (key == null) {
            return null;
        }
        var found = certificates.apply(key);
        if (found == null) {
            throw new UnusableCertificateException(
                    what + " " + key + " of the servers' TLS is not there: store it");
        }
        return found;
    }

    private NativeTls make(ContextKey of) throws UnusableCertificateException {
        var builder =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.OPENSSL_REFCNT)
                        .protocols("TLSv1.2", "TLSv1.3")
                        .option(OpenSslContextOption.USE_TASKS, false)
                        .endpointIdentificationAlgorithm(of.verify() ? "HTTPS" : "");
        if (!of.verify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (of.ca() != null) {
            builder.trustManager(CertificateChain.parse(of.ca()).toArray());
        }
        PemPrivateKey key = null;
        if (of.chain() != null && of.keyId() != null) {
            CertificateChain chain = CertificateChain.parse(of.chain());
            key = TlsContexts.load(chain, keys.keyOf(of.keyId()));
            builder.keyManager(OneKeyManagerFactory.of(chain, key));
        }
        try {
            return new NativeTls((ReferenceCountedOpenSslContext) builder.build(), key);
        } catch (SSLException | RuntimeException refused) {
            if (key != null) {
                key.release();
            }
            throw new UnusableCertificateException(
                    "BoringSSL refuses it: " + refused.getMessage(), refused);
        }
    }

    private synchronized void release(ContextKey key) {
        contexts.release(key);
    }

    synchronized int live() {
        return contexts.live();
    }

    private record ContextKey(
            boolean verify, @Nullable String ca, @Nullable String chain, @Nullable String keyId) {}
}
