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
import java.util.stream.Stream;

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
            if (!isElected(table) || isOwned(table, address)) {
                listeners.add(new Endpoint(address, listener.protocol(), listener.port()));
                virtuals.add(address);
            }
        }
        electedFor(table).filter(address -> isOwned(table, address)).forEach(virtuals::add);
        return new FilterRules(
                macs,
                listeners,
                backends,
                virtuals,
                virtuals.stream()
                        .filter(address -> isOwned(table, address))
                        .filter(address -> !hostAddresses.contains(address))
                        .collect(Collectors.toSet()),
                localNetworks(table),
                hostAddresses,
                isShared(table) ? sharedPorts(table) : Map.of());
    }

    private static boolean isOwned(ForwardingTable table, Address address) {
        return table.isVirtual(address.high(), address.low());
    }

    /** Whether addresses are this director's at times only. */
    private static boolean isElected(ForwardingTable table) {
        return electedFor(table).findAny().isPresent();
    }

    /** What it may be master of, whether a listener has it or servers have it as their gateway. */
    private static Stream<Address> electedFor(ForwardingTable table) {
        DirectorConfig director = table.director();
        return director == null
                ? Stream.empty()
                : director.virtualRouters().stream()
                        .flatMap(router -> router.addresses().stream())
                        .map(Address::parse)
                        .flatMap(Optional::stream);
    }

    private static boolean isShared(ForwardingTable table) {
        return table.director() != null && table.director().sharedAddress();
    }

    private static Map<Address, SharedPorts> sharedPorts(ForwardingTable table) {
        var ports = new SharedPorts(LocalPorts.SHARED_PORT_MIN, LocalPorts.PORT_MAX);
        return table.locals().all().stream()
                .collect(Collectors.toMap(address -> address, _ -> ports));
    }

    /** Those that are ours, and those whose heir we are said to be: routers choose among heirs. */
    private static Set<LocalNetwork> localNetworks(ForwardingTable table) {
        return Stream.concat(
                        isShared(table) ? Stream.empty() : table.ownedNetworks().stream(),
                        table.networks().announced().keySet().stream())
                .map(LocalNetwork::of)
                .collect(Collectors.toSet());
    }
}
