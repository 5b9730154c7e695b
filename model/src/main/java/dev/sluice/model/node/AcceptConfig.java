package dev.sluice.model.node;

import dev.sluice.model.ProxyProtocolMode;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect, and how much.
 *
 * @param proxyProtocol whether clients send the PROXY protocol
 * @param accessList key of an {@link AccessListConfig}, null lets everybody in
 * @param allow whether being on the list lets in (true) or keeps out (false)
 * @param maxConnections open at once on this listener; 0 = no limit
 * @param maxConnectionRate new ones a second on this listener; 0 = no limit
 * @param sharedMaxConnections open at once on the whole load balancer; 0 = no limit
 * @param sharedMaxConnectionRate new ones a second on the whole load balancer; 0 = no limit
 */
public record AcceptConfig(
        ProxyProtocolMode proxyProtocol,
        @Nullable String accessList,
        boolean allow,
        int maxConnections,
        int maxConnectionRate,
        int sharedMaxConnections,
        int sharedMaxConnectionRate) {
    /** Everybody, as many as like. */
    public static final AcceptConfig EVERYBODY =
            new AcceptConfig(ProxyProtocolMode.OFF, null, false, 0, 0, 0, 0);
}
