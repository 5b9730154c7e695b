package dev.sluice.model.node;

import dev.sluice.model.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A started listener. References are keys of other resources of the same configuration; a reference
 * that did not resolve is absent and the listener answers as if the thing were empty.
 *
 * @param id the listener's id
 * @param name the listener's name, for logs and metrics
 * @param loadBalancer the load balancer's name, for logs and metrics
 * @param loadBalancerId the load balancer's id, for the SLB-ID header
 * @param address the virtual address, a literal
 * @param target where traffic goes that no rule takes; null answers 503 or closes
 * @param accept who may connect, and how much
 * @param stream what tcp and udp listeners need; null for others
 * @param http what http and https listeners need; null for others
 * @param tls what https listeners need; null for others
 * @param forward what directors need; null for other roles
 */
public record ListenerConfig(
        String id,
        long revision,
        String name,
        String loadBalancer,
        String loadBalancerId,
        String address,
        int port,
        Protocol protocol,
        @Nullable TargetConfig target,
        AcceptConfig accept,
        @Nullable StreamConfig stream,
        @Nullable HttpConfig http,
        @Nullable TlsConfig tls,
        @Nullable ForwardConfig forward)
        implements NodeResource {
    @Override
    public String key() {
        return "listener/" + id;
    }
}
