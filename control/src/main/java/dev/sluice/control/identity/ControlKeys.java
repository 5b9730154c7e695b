package dev.sluice.control.identity;

import dev.sluice.node.join.NodeIdentity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What control shows to nodes: a certificate of its own authority, made at the start and again
 * whenever half of its life is over. Any thread.
 */
final class ControlKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "control";

    private final Authority authority;
    private final InstantSource clock;
    private volatile NodeIdentity identity;

    ControlKeys(Authority authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
        this.identity = authority.ofControl();
    }

    private NodeIdentity current() {
        if (identity.isDue(clock.instant())) {
            identity = authority.ofControl();
        }
        return identity;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        current();
        return ALIAS;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        current();
        return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return Authority.chain(identity).toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
