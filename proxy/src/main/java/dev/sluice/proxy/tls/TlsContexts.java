package dev.sluice.proxy.tls;

import dev.sluice.measure.Measure;
import dev.sluice.model.node.CertificateConfig;
import dev.sluice.model.node.TlsConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.PemPrivateKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the contexts that answer clients, and shares them among listeners that agree in
 * certificate, key, rules and client authority. Any thread may call it; calls take a lock and may
 * read key files, so event loops do not.
 *
 * <p>Sessions resume by tickets alone, for {@value #SESSION_SECONDS} s, so nothing is remembered
 * per client; see {@link TicketSecrets}.
 */
public final class TlsContexts {
    private static final int SESSION_SECONDS = 300;

    /** An offer without any of these goes on without a protocol, which means HTTP/1.1 as well. */
    private static final ApplicationProtocolConfig ALPN =
            new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    "http/1.1");

    private final KeySource keys;
    private final TicketSecrets tickets;
    private final CertificateExpiries expiries;
    private final SharedContexts<ServerContextKey> contexts = new SharedContexts<>(this::make);

    /** Contexts that take private keys from {@code keys} and publish expiry dates. */
    public TlsContexts(KeySource keys, SecureRandom random, Measure measure) {
        this.keys = keys;
        this.tickets = new TicketSecrets(random);
        this.expiries = new CertificateExpiries(measure);
    }

    /**
     * What a listener chooses from. A certificate that cannot be used is left out and named in
     * {@link TlsSelector#problems}.
     *
     * @param certificates finds a certificate by its key; answers null for what is not there
     */
    public synchronized TlsSelector selectorFor(
            TlsConfig config, Function<String, @Nullable CertificateConfig> certificates) {
        var work = new Selection(config, certificates);
        work.addAll();
        return work.selector();
    }

    /**
     * Makes new ticket keys; tickets of the last two generations are accepted. To be called once an
     * hour.
     */
    public synchronized void rotateTickets() {
        tickets.rotate();
        contexts.forEach(this::setTicketKeys);
        contexts.sweep();
    }

    synchronized int live() {
        return contexts.live();
    }

    /** Retired contexts that open connections still use. */
    synchronized int lingering() {
        contexts.sweep();
        return contexts.lingering();
    }

    private NativeTls make(ServerContextKey of) throws UnusableCertificateException {
        CertificateChain chain = CertificateChain.parse(of.chain());
        PemPrivateKey key = load(chain, keys.keyOf(of.keyId()));
        try {
            var builder =
                    SslContextBuilder.forServer(OneKeyManagerFactory.of(chain, key))
                            .sslProvider(SslProvider.OPENSSL_REFCNT)
                            .protocols(of.rules().protocols())
                            .ciphers(of.rules().suiteNames())
                            .applicationProtocolConfig(ALPN)
                            .sessionTimeout(SESSION_SECONDS)
                            // Keys lie in native memory, so no step of a handshake blocks.
                            .option(OpenSslContextOption.USE_TASKS, false);
            if (of.clientCa() == null) {
                builder.trustManager(RefusingTrust.INSTANCE);
            } else {
                builder.clientAuth(ClientAuth.REQUIRE)
                        .trustManager(CertificateChain.parse(of.clientCa()).toArray());
            }
            var context = new NativeTls((ReferenceCountedOpenSslContext) builder.build(), key);
            setTicketKeys(of, context);
            return context;
        } catch (SSLException | UnusableCertificateException | RuntimeException refused) {
            key.release();
            throw new UnusableCertificateException(
                    "BoringSSL refuses it: " + refused.getMessage(), refused);
        }
    }

    /** Loads a key and holds it to its certificate. */
    static PemPrivateKey load(CertificateChain chain, CertificateKey certificateKey)
            throws UnusableCertificateException {
        PemPrivateKey key =
                switch (certificateKey) {
                    case FileKey file -> file.load();
                };
        try {
            KeyMatch.check(chain, KeyKind.of(chain.leaf().getPublicKey()), key);
            return key;
        } catch (UnusableCertificateException mismatch) {
            key.release();
            throw mismatch;
        }
    }

    private void setTicketKeys(ServerContextKey of, NativeTls context) {
        var sessions = (OpenSslServerSessionContext) context.context().sessionContext();
        byte[] identity = of.identity();
        // Netty derives a new session id context for every context it makes, which would end
        // resumption whenever a configuration changes.
        sessions.setSessionIdContext(identity);
        sessions.setSessionCacheEnabled(false);
        sessions.setTicketKeys(tickets.keysOf(identity));
    }

    private synchronized void release(List<Held> held) {
        for (Held one : held) {
            contexts.release(one.key());
            expiries.remove(one.certificateName());
        }
        held.clear();
    }

    private record Held(ServerContextKey key, String certificateName) {}

    /** One call of {@link #selectorFor}. */
    private final class Selection {
        private final TlsConfig config;
        private final Function<String, @Nullable CertificateConfig> certificates;
        private final TlsRules rules;
        private final List<Held> held = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final List<TlsSelector.Candidate> others = new ArrayList<>();
        private TlsSelector.@Nullable Candidate defaultCandidate;

        Selection(TlsConfig config, Function<String, @Nullable CertificateConfig> certificates) {
            this.config = config;
            this.certificates = certificates;
            this.rules = new TlsRules(config.policy(), config.allowStaticRsa());
        }

        void addAll() {
            CertificateConfig clientCa = null;
            if (config.clientCa() != null) {
                clientCa = certificates.apply(config.clientCa());
                if (clientCa == null) {
                    // To let everybody in because the check is missing would be worse than nobody.
                    problems.add(
                            "client authority "
                                    + config.clientCa()
                                    + " is not there: handshakes fail until it is stored");
                    return;
                }
            }
            if (config.certificate() != null) {
                defaultCandidate = candidate(config.certificate(), clientCa);
            }
            for (String key : config.certificates()) {
                var other = candidate(key, clientCa);
                if (other != null) {
                    others.add(other);
                }
            }
        }

        private TlsSelector.@Nullable Candidate candidate(
                String certificateKey, @Nullable CertificateConfig clientCa) {
            CertificateConfig certificate = certificates.apply(certificateKey);
            if (certificate == null) {
                problems.add("certificate " + certificateKey + " is not there: store it");
                return null;
            }
            String keyId = certificate.keyId();
            if (keyId == null) {
                problems.add(
                        "certificate "
                                + certificate.name()
                                + " has no private key: store it again with its key");
                return null;
            }
            try {
                CertificateChain chain = CertificateChain.parse(certificate.chain());
                var names = chain.names();
                KeyKind kind = KeyKind.of(chain.leaf().getPublicKey());
                var of = ServerContextKey.of(certificate, keyId, rules, clientCa);
                NativeTls context = contexts.acquire(of);
                held.add(new Held(of, certificate.name()));
                expiries.add(certificate.name(), chain.expiresAtSeconds());
                return new TlsSelector.Candidate(names, kind, context);
            } catch (UnusableCertificateException unusable) {
                problems.add("certificate " + certificate.name() + ": " + unusable.getMessage());
                return null;
            }
        }

        TlsSelector selector() {
            return new TlsSelector(rules, defaultCandidate, others, problems, () -> release(held));
        }
    }
}
