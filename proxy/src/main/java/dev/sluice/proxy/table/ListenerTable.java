package dev.sluice.proxy.table;

import dev.sluice.model.node.ListenerConfig;
import dev.sluice.proxy.tls.TlsSelector;
import dev.sluice.proxy.upstream.Target;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a listener serves by at one revision. Immutable.
 *
 * @param target where traffic goes that no rule takes; null where there is nowhere
 * @param accessList who is let in or kept out, as {@code config.accept().allow()} says; null lets
 *     everybody in
 * @param http for http and https listeners
 * @param tls for https listeners: which certificate answers whom
 */
public record ListenerTable(
        ListenerConfig config,
        @Nullable Target target,
        @Nullable AddressSet accessList,
        @Nullable HttpTable http,
        @Nullable TlsSelector tls) {
    /** Whether the access list lets this client in. */
    public boolean admits(InetAddress client) {
        return accessList == null || accessList.contains(client) == config.accept().allow();
    }
}
