package dev.sluice.model.compile;

import dev.sluice.model.Catalog;
import dev.sluice.model.ChecksumMode;
import dev.sluice.model.Director;
import dev.sluice.model.Forwarding;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.ListenerState;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.Scheduling;
import dev.sluice.model.Stored;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.Fleet;
import dev.sluice.model.node.ForwardConfig;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.TargetConfig;
import dev.sluice.model.unit.BitRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a catalog to what every director runs. All directors get the same, so that what one
 * decides another would have decided too; each finds itself by its name.
 */
final class DirectorCompiler {
    private static final int FULL_WEIGHT = 100;

    private final Catalog catalog;
    private final Fleet fleet;
    private final Parts parts;
    private final ListenerCompiler listeners;

    DirectorCompiler(Catalog catalog, Fleet fleet, NodeConfig previous) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.parts = new Parts(catalog, previous);
        this.listeners = new ListenerCompiler(parts);
    }

    NodeConfig compile() {
        catalog.all(Kind.DIRECTOR).forEach(this::director);
        for (Stored cluster : catalog.all(Kind.CLUSTER)) {
            parts.add(revision -> Clusters.of(cluster, revision));
        }
        for (Stored stored : catalog.all(Kind.LISTENER)) {
            Listener listener = (Listener) stored.resource();
            if (listener.state() == ListenerState.STARTED) {
                parts.find(listener, Kind.LOAD_BALANCER, listener.loadBalancer())
                        .ifPresent(balancer -> listener(stored, balancer));
            }
        }
        return new NodeConfig(catalog.revision(), parts.resources());
    }

    private void director(Stored stored) {
        Director director = (Director) stored.resource();
        Integer number = director.number();
        List<String> owned =
                director.vrrp().stream().flatMap(router -> router.addresses().stream()).toList();
        parts.add(revision ->
                new DirectorConfig(
                        stored.id(),
                        revision,
                        director.name(),
                        director.interfaces(),
                        director.localAddresses(),
                        director.sharedAddress(),
                        director.checksum() == ChecksumMode.RECOMPUTE,
                        owned,
                        VirtualRouters.of(director),
                        Announcements.of(director),
                        number == null ? 0 : number));
    }

    private void listener(Stored stored, Stored storedBalancer) {
        Listener listener = (Listener) stored.resource();
        LoadBalancer balancer = (LoadBalancer) storedBalancer.resource();
        if (listener.isHttp()) {
            var target = new TargetConfig(proxies(listener.port()), Scheduling.TCH, null);
            listeners.addForProxies(
                    stored,
                    storedBalancer,
                    target,
                    forward(listener, balancer, toProxies(balancer)));
        } else {
            listeners.addForwarded(
                    stored, storedBalancer, forward(listener, balancer, balancer.forwarding()));
        }
    }

    private static ForwardConfig forward(
            Listener listener, LoadBalancer balancer, Forwarding method) {
        return new ForwardConfig(
                method,
                balancer.tunnel(),
                listener.synProxy(),
                bps(listener.bandwidth()),
                bps(balancer.bandwidth()));
    }

    private static long bps(@Nullable BitRate rate) {
        return rate == null ? 0 : rate.bitsPerSecond();
    }

    /** Proxies answer clients directly, with the virtual address as theirs. */
    private static Forwarding toProxies(LoadBalancer balancer) {
        return balancer.forwarding() == Forwarding.TUNNEL ? Forwarding.TUNNEL : Forwarding.ROUTE;
    }

    /** The proxies as servers at a port, since each opens one socket for each distinct port. */
    private String proxies(int port) {
        List<ServerConfig> servers =
                fleet.proxies().stream()
                        .map(proxy -> new ServerConfig(proxy.address(), port, FULL_WEIGHT))
                        .toList();
        return parts.add(revision ->
                new GroupConfig(
                        "proxies-" + port, revision, "proxies", servers, HealthCheck.TCP, null));
    }
}
