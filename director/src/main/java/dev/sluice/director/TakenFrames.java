package dev.sluice.director;

import dev.sluice.director.filter.Endpoint;
import dev.sluice.director.filter.FilterRules;
import dev.sluice.director.filter.LocalNetwork;
import dev.sluice.director.filter.SharedPorts;
import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.model.Forwarding;
import dev.sluice.model.node.DirectorConfig;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which frames the filter takes, so that a table is served by. Pure. */
final class TakenFrames {
    private TakenFrames() {}

    /**
     * The rules of a table.
     *
     * @param macs of the ports, by the interface's index
     * @param hostAddresses of the kernel
     */
    static FilterRules of(
            ForwardingTable table, Map<Integer, Set<Long>> macs, Set<Address> hostAddresses) {
        var listeners = new HashSet<Endpoint>();
        var backends = new HashSet<Endpoint>();
        var virtuals = new HashSet<Address>();
        for (ForwardedListener listener : table.listeners()) {
            var address = new Address(listener.high(), listener.low());
            listeners.add(new Endpoint(address, listener.protocol(), listener.port()));
            virtuals.add(address);
            if (listener.method() == Forwarding.NAT) {
                addBackends(listener, backends);
            }
        }
        return new FilterRules(
                macs,
                listeners,
                backends,
                virtuals,
                virtuals.stream()
                        .filter(address -> table.isVirtual(address.high(), address.low()))
                        .filter(address -> !hostAddresses.contains(address))
                        .collect(Collectors.toSet()),
                isShared(table) ? Set.of() : localNetworks(table.director()),
                hostAddresses,
                isShared(table) ? sharedPorts(table) : Map.of());
    }

    private static void addBackends(ForwardedListener listener, Set<Endpoint> backends) {
        TargetServers target = listener.target();
        if (target == null) {
            return;
        }
        for (int i = 0; i < target.size(); i++) {
            TargetServer server = target.server(i);
            if (server.resolved()) {
                var address = new Address(server.high(), server.low());
                backends.add(new Endpoint(address, listener.protocol(), server.port()));
            }
        }
    }

    private static boolean isShared(ForwardingTable table) {
        return table.director() != null && table.director().sharedAddress();
    }

    private static Map<Address, SharedPorts> sharedPorts(ForwardingTable table) {
        var ports = new SharedPorts(LocalPorts.SHARED_PORT_MIN, LocalPorts.PORT_MAX);
        return table.locals().all().stream()
                .collect(Collectors.toMap(address -> address, _ -> ports));
    }

    private static Set<LocalNetwork> localNetworks(@Nullable DirectorConfig director) {
        return director == null
                ? Set.of()
                : director.localAddresses().stream()
                        .map(LocalNetwork::parse)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet());
    }
}
