package dev.sluice.model.node;

import dev.sluice.model.Forwarding;
import dev.sluice.model.SynProxyMode;
import dev.sluice.model.TunnelKind;

/**
 * What directors need of a listener beside its target. Null in the configuration of other roles.
 *
 * @param method how packets reach the servers; listeners of http and https reach proxies by {@code
 *     ROUTE} or {@code TUNNEL}, with the destination unchanged
 * @param tunnel how packets are wrapped where the method is {@code TUNNEL}
 * @param synProxy whether handshakes are finished here first
 * @param bandwidthBps bits a second towards clients and from them, each; 0 = no limit
 * @param sharedBandwidthBps the same for the whole load balancer; 0 = no limit
 */
public record ForwardConfig(
        Forwarding method,
        TunnelKind tunnel,
        SynProxyMode synProxy,
        long bandwidthBps,
        long sharedBandwidthBps) {}
