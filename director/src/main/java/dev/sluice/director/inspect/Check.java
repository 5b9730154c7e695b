package dev.sluice.director.inspect;

import dev.sluice.director.table.Address;
import dev.sluice.director.table.AddressSet;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.director.worker.Port;
import dev.sluice.linux.Availability;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.RouteType;
import dev.sluice.model.Forwarding;
import dev.sluice.model.node.DirectorConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What keeps a director from forwarding, in words: the machine, its interfaces, addresses that the
 * kernel would answer for, servers that cannot be reached. What is well is said too.
 */
final class Check {
    private static final String WELL = "ok    ";
    private static final String WRONG = "wrong ";
    private static final String HINT = "hint  ";

    private final ForwardingTable table;
    private final NextHops hops;
    private final List<String> lines = new ArrayList<>();

    private Check(ForwardingTable table, NextHops hops) {
        this.table = table;
        this.hops = hops;
    }

    static List<String> of(List<Port> ports, ForwardingTable table, NextHops hops) {
        var check = new Check(table, hops);
        check.available("this machine", Availability.ofMachine());
        ports.forEach(port -> check.available(port.name(), Availability.of(port.name())));
        try (Netlink kernel = Netlink.open()) {
            check.addresses(kernel);
        }
        check.servers();
        return check.lines;
    }

    private void available(String what, Availability availability) {
        availability.missing().forEach(missing -> lines.add(WRONG + missing));
        availability.hints().forEach(hint -> lines.add(HINT + hint));
        if (availability.isAvailable()) {
            lines.add(WELL + what + " can forward packets");
        }
    }

    /** An address of ours must be none of the kernel's, and the kernel must keep silent for it. */
    private void addresses(Netlink kernel) {
        List<Address> kernels =
                kernel.addresses().all().stream()
                        .map(InterfaceAddress::address)
                        .map(Address::of)
                        .toList();
        List<AddressSet> silent =
                kernel.routes().all().stream()
                        .filter(route -> route.type() == RouteType.BLACKHOLE)
                        .map(route -> route.destination().getHostAddress() + "/" + route.prefix())
                        .map(network -> AddressSet.of(List.of(network)))
                        .toList();
        for (String network : networksOfOurs()) {
            lines.add(address(network, kernels, silent));
        }
    }

    private String address(String network, List<Address> kernels, List<AddressSet> silent) {
        AddressSet ours = AddressSet.of(List.of(network));
        DirectorConfig own = table.director();
        Address first = Address.parse(network.replaceFirst("/.*", "")).orElseThrow();
        if (kernels.stream().anyMatch(it -> ours.contains(it.high(), it.low()))) {
            return own != null && own.sharedAddress()
                    ? WELL + network + " is shared with the kernel, as configured"
                    : WRONG
                            + network
                            + " is an address of the kernel too, which resets what clients send;"
                            + " `ip addr del` it";
        }
        return silent.stream().anyMatch(it -> it.contains(first.high(), first.low()))
                ? WELL + network + " is the director's alone"
                : WRONG
                        + network
                        + " has no blackhole route: the kernel would send on what comes while the"
                        + " director is away";
    }

    private Set<String> networksOfOurs() {
        var all = new LinkedHashSet<String>();
        for (ForwardedListener listener : table.listeners()) {
            if (table.isVirtual(listener.high(), listener.low())) {
                all.add(Address.text(listener.high(), listener.low()));
            }
        }
        table.networks().inheritable().forEach(network -> all.add(network.toString()));
        return all;
    }

    private void servers() {
        var seen = new LinkedHashSet<String>();
        for (ForwardedListener listener : table.listeners()) {
            TargetServers target = listener.target();
            if (target == null || target.size() == 0) {
                lines.add(WRONG + "listener " + listener.name() + " has no servers");
                continue;
            }
            for (int i = 0; i < target.size(); i++) {
                String line = server(listener, target.server(i));
                if (seen.add(line)) {
                    lines.add(line);
                }
            }
        }
    }

    private String server(ForwardedListener listener, TargetServer server) {
        String endpoint = server.live().endpoint();
        if (!server.resolved()) {
            return WRONG + endpoint + ": its name does not resolve";
        }
        NextHops.Neighbour next = hops.neighbourTo(server.high(), server.low());
        if (next == null) {
            return WRONG + endpoint + ": no route leads there by one of the director's interfaces";
        }
        String neighbour = Address.text(next.high(), next.low());
        int hop = hops.hopTo(server.high(), server.low());
        if (hops.destinationMac(hop) == NextHops.UNRESOLVED) {
            return WRONG + endpoint + ": its next hop " + neighbour + " does not answer";
        }
        if (listener.method() == Forwarding.ROUTE
                && !hops.isNeighbour(hop, server.high(), server.low())) {
            return WRONG + endpoint + ": route needs it in one network with the director";
        }
        return server.live().isWell()
                ? WELL + endpoint + " is reached by " + neighbour
                : WRONG + endpoint + " is reached by " + neighbour + ", but its probes fail";
    }
}
