package dev.sluice.director;

import dev.sluice.director.filter.Endpoint;
import dev.sluice.director.filter.FilterRules;
import dev.sluice.director.filter.LocalNetwork;
import dev.sluice.director.filter.SharedPorts;
import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
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
     * @param backends whose replies are taken, see {@link NatBackends}
     * @param macs of the ports, by the interface's index
     * @param hostAddresses of the kernel
     */
    static FilterRules of(
            ForwardingTable table,
            Set<Endpoint> backends,
            Map<Integer, Set<Long>> macs,
            Set<Address> hostAddresses) {
        var listeners = new HashSet<Endpoint>();
        var virtuals = new HashSet<Address>();
        for (ForwardedListener listener : table.listeners()) {
            var address = new Address(listener.high(), listener.low());
            listeners.add(new Endpoint(address, listener.protocol(), listener.port()));
            virtuals.add(address);
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
