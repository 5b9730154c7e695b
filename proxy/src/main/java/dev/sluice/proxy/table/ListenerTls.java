package dev.sluice.proxy.table;

import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.CertificateConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.TlsConfig;
import dev.sluice.proxy.tls.TlsContexts;
import dev.sluice.proxy.tls.TlsSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of https listeners: a selector is kept while neither the listener's TLS nor any
 * certificate it names has changed. Used by one configuration change at a time.
 */
final class ListenerTls {
    private final TlsContexts contexts;
    private Map<String, Made> last = Map.of();
    private Map<String, Made> current = new HashMap<>();

    /** A selector and all that it was made from. */
    private record Made(
            TlsConfig config, List<CertificateConfig> certificates, TlsSelector selector) {}

    ListenerTls(TlsContexts contexts) {
        this.contexts = contexts;
    }

    /** Starts on the next configuration. */
    void begin() {
        last = current;
        current = new HashMap<>();
    }

    /** The selector of an https listener; null for others. */
    @Nullable TlsSelector selector(ListenerConfig listener, NodeConfig config) {
        TlsConfig wanted = listener.tls();
        if (wanted == null) {
            return null;
        }
        List<CertificateConfig> certificates = named(wanted, config);
        Made before = last.get(listener.id());
        Made made =
                before != null
                                && before.config.equals(wanted)
                                && before.certificates.equals(certificates)
                        ? before
                        : new Made(
                                wanted,
                                certificates,
                                contexts.selectorFor(wanted, key -> certificate(config, key)));
        current.put(listener.id(), made);
        return made.selector;
    }

    private static List<CertificateConfig> named(TlsConfig wanted, NodeConfig config) {
        var keys = new ArrayList<String>(wanted.certificates());
        if (wanted.certificate() != null) {
            keys.add(wanted.certificate());
        }
        if (wanted.clientCa() != null) {
            keys.add(wanted.clientCa());
        }
        var found = new ArrayList<CertificateConfig>();
        for (String key : keys) {
            CertificateConfig certificate = certificate(config, key);
            if (certificate != null) {
                found.add(certificate);
            }
        }
        return found;
    }

    private static @Nullable CertificateConfig certificate(NodeConfig config, String key) {
        return config.resources().get(key) instanceof CertificateConfig found ? found : null;
    }

    /** Closes the selectors that only the configuration before this one used. */
    void closeUnused() {
        for (var entry : last.entrySet()) {
            Made now = current.get(entry.getKey());
            if (now == null || now.selector != entry.getValue().selector) {
                entry.getValue().selector.close();
            }
        }
        last = Map.of();
    }

    List<Refusal> refusals() {
        var refusals = new ArrayList<Refusal>();
        current.forEach((listener, made) ->
                made.selector
                        .problems()
                        .forEach(problem ->
                                refusals.add(
                                        new Refusal(
                                                "listener/" + listener,
                                                "CertificateUnusable",
                                                problem))));
        return refusals;
    }
}
