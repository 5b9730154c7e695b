package dev.sluice.proxy.upstream;

import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.CertificateConfig;
import dev.sluice.model.node.GroupConfig.BackendTlsConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.proxy.tls.BackendTls;
import dev.sluice.proxy.tls.BackendTlsContexts;
import dev.sluice.proxy.tls.UnusableCertificateException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS to the servers of groups: made anew with each configuration, because a certificate may have
 * changed behind its name; equal contexts are shared below. Used by one configuration change at a
 * time.
 */
final class GroupTls {
    private final BackendTlsContexts contexts;
    private List<BackendTls> current = List.of();
    private List<BackendTls> last = List.of();
    private final List<Refusal> refusals = new ArrayList<>();

    GroupTls(BackendTlsContexts contexts) {
        this.contexts = contexts;
    }

    /** Gives every backend of these pools the TLS that its group wants. */
    void build(Collection<ServerPool> pools, NodeConfig config) {
        last = current;
        refusals.clear();
        var made = new ArrayList<BackendTls>();
        for (ServerPool pool : pools) {
            BackendTlsConfig wanted = pool.config().tls();
            if (wanted != null) {
                give(pool, wanted, config, made);
            }
        }
        current = made;
    }

    private void give(
            ServerPool pool, BackendTlsConfig wanted, NodeConfig config, List<BackendTls> made) {
        try {
            BackendTls tls = contexts.tlsFor(wanted, key -> certificate(config, key));
            made.add(tls);
            pool.backends().forEach(backend -> backend.tls(tls, null));
        } catch (UnusableCertificateException e) {
            String problem =
                    "TLS to group " + pool.config().name() + " cannot be spoken: " + e.getMessage();
            refusals.add(new Refusal(pool.config().key(), "CertificateUnusable", problem));
            pool.backends().forEach(backend -> backend.tls(null, problem));
        }
    }

    private static @Nullable CertificateConfig certificate(NodeConfig config, String key) {
        return config.resources().get(key) instanceof CertificateConfig found ? found : null;
    }

    /** Gives back what the configuration before the last one used. */
    void closeUnused() {
        last.forEach(BackendTls::close);
        last = List.of();
    }

    List<Refusal> refusals() {
        return List.copyOf(refusals);
    }
}
