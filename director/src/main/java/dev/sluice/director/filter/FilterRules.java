package dev.sluice.director.filter;

import dev.sluice.director.table.Address;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the filter takes. Immutable.
 *
 * @param macs MAC addresses that are ours, as numbers of 48 bits, by the interface's index; of an
 *     interface that is not here nothing is taken
 * @param listeners where clients connect to
 * @param backends whose replies come back through here: servers that are reached by nat
 * @param virtualAddresses of listeners: their ICMP and fragments are taken
 * @param ownedAddresses virtual ones that are this director's at present: it answers for their MAC
 * @param localNetworks whatever is for them is taken, and their MACs are answered for
 * @param hostAddresses of the kernel: what comes to them is not a backend's reply to a client, but
 *     to the host's own connections, such as health probes; their ICMP and fragments are the
 *     kernel's even where a listener shares the address
 * @param shared ports that stand for clients, of addresses that the kernel has too
 */
public record FilterRules(
        Map<Integer, Set<Long>> macs,
        Set<Endpoint> listeners,
        Set<Endpoint> backends,
        Set<Address> virtualAddresses,
        Set<Address> ownedAddresses,
        Set<LocalNetwork> localNetworks,
        Set<Address> hostAddresses,
        Map<Address, SharedPorts> shared) {
    /** Takes nothing. */
    public static final FilterRules NONE =
            new FilterRules(
                    Map.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Map.of());

    public FilterRules {
        macs = Map.copyOf(macs);
        listeners = Set.copyOf(listeners);
        backends = Set.copyOf(backends);
        virtualAddresses = Set.copyOf(virtualAddresses);
        ownedAddresses = Set.copyOf(ownedAddresses);
        localNetworks = Set.copyOf(localNetworks);
        hostAddresses = Set.copyOf(hostAddresses);
        shared = Map.copyOf(shared);
    }

    /** The same, which also take frames for more MAC addresses, by the interface's index. */
    public FilterRules alsoFor(Map<Integer, Set<Long>> more) {
        var all = new HashMap<Integer, Set<Long>>(macs);
        more.forEach((index, some) -> {
            var both = new HashSet<>(some);
            both.addAll(all.getOrDefault(index, Set.of()));
            all.put(index, both);
        });
        return new FilterRules(
                all,
                listeners,
                backends,
                virtualAddresses,
                ownedAddresses,
                localNetworks,
                hostAddresses,
                shared);
    }

    /** The same, but for addresses whose MAC is not answered for any more. */
    public FilterRules unanswered(Set<Address> addresses) {
        var owned = new HashSet<>(ownedAddresses);
        owned.removeAll(addresses);
        return new FilterRules(
                macs,
                listeners,
                backends,
                virtualAddresses,
                owned,
                localNetworks,
                hostAddresses,
                shared);
    }
}
