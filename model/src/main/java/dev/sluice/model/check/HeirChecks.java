package dev.sluice.model.check;

import dev.sluice.model.Director;
import dev.sluice.model.Director.Vrrp;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Kind;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.shape.Paths;
import dev.sluice.model.unit.IpLiteral;
import dev.sluice.model.unit.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What virtual routers hand on beside virtual addresses: networks of local addresses, to which
 * servers answer, and the gateway by which servers answer clients (nat).
 */
final class HeirChecks {
    private final Findings findings;
    private final List<Director> directors;

    HeirChecks(Findings findings) {
        this.findings = findings;
        this.directors = findings.all(Director.class, Kind.DIRECTOR);
    }

    void run() {
        Set<String> all = new LinkedHashSet<>();
        directors.forEach(director -> all.addAll(director.localAddresses()));
        Map<String, Handed> first = new HashMap<>();
        for (Director director : directors) {
            Map<String, String> seen = new HashMap<>();
            for (int i = 0; i < director.vrrp().size(); i++) {
                Vrrp router = director.vrrp().get(i);
                String field = Paths.item("vrrp", i) + ".localAddresses";
                networks(director, field, router, all, seen);
                alike(director, field, router, first);
            }
        }
        for (LoadBalancer balancer : findings.all(LoadBalancer.class, Kind.LOAD_BALANCER)) {
            if (balancer.forwarding() == Forwarding.NAT) {
                gateway(balancer);
            }
        }
    }

    /** Where networks were first seen, and with which. */
    private record Handed(String director, int id, Set<String> networks) {}

    private void networks(
            Director director,
            String field,
            Vrrp router,
            Set<String> all,
            Map<String, String> seen) {
        boolean ipv4 = router.addresses().stream().anyMatch(HeirChecks::isIpv4);
        for (String network : router.localAddresses()) {
            String before = seen.putIfAbsent(network, field);
            if (!all.contains(network)) {
                refuse(
                        director,
                        field,
                        "has %s, which is in no director's `localAddresses`; those are: %s"
                                .formatted(
                                        network, all.isEmpty() ? "none" : String.join(", ", all)));
            } else if (before != null) {
                findings.error(
                        director,
                        field,
                        ProblemCodes.DUPLICATE,
                        "has %s, which %s has already; a network has one virtual router"
                                .formatted(network, before));
            } else if (isIpv4Network(network) != ipv4) {
                refuse(
                        director,
                        field,
                        "has %s, which is not of the IP version of `addresses`, the gateway to it"
                                .formatted(network));
            }
        }
    }

    /** What one director's virtual router hands on, the others' of that id take. */
    private void alike(Director director, String field, Vrrp router, Map<String, Handed> first) {
        Set<String> networks = Set.copyOf(router.localAddresses());
        for (String network : networks) {
            Handed other =
                    first.putIfAbsent(network, new Handed(director.name(), router.id(), networks));
            if (other != null && !other.director().equals(director.name())) {
                if (other.id() != router.id() || !other.networks().equals(networks)) {
                    refuse(
                            director,
                            field,
                            "must be the same at every director, in the virtual router of the same `id`: director '%s' has %s in virtual router %d"
                                    .formatted(
                                            other.director(),
                                            other.networks().stream()
                                                    .sorted()
                                                    .collect(Collectors.joining(", ")),
                                            other.id()));
                    return;
                }
            }
        }
    }

    /** Servers answer by one gateway: it goes where the virtual address goes. */
    private void gateway(LoadBalancer balancer) {
        if (directors.isEmpty()) {
            return;
        }
        Set<String> virtual =
                findings.all(LoadBalancer.class, Kind.LOAD_BALANCER).stream()
                        .map(LoadBalancer::address)
                        .collect(Collectors.toSet());
        boolean without = false;
        for (Director director : directors) {
            Optional<Vrrp> elected =
                    director.vrrp().stream()
                            .filter(router -> router.addresses().contains(balancer.address()))
                            .findFirst();
            if (elected.isEmpty()) {
                return;
            }
            without |= together(director, elected.get(), virtual).isEmpty();
        }
        if (without) {
            refuse(
                    balancer,
                    "has %s in virtual routers that have no gateway for its servers, which would answer by a director that is no master (forwarding nat); give a virtual router of the same `syncGroup` an address in the servers' network, and make it their gateway"
                            .formatted(balancer.address()));
        }
    }

    /** What moves with a virtual router and is no virtual address: gateways. */
    private static Set<String> together(Director director, Vrrp router, Set<String> virtual) {
        String group = router.syncGroup();
        Set<String> gateways = new HashSet<>();
        for (Vrrp other : director.vrrp()) {
            if (other == router || (group != null && group.equals(other.syncGroup()))) {
                gateways.addAll(other.addresses());
            }
        }
        gateways.removeAll(virtual);
        return gateways;
    }

    private static boolean isIpv4(String address) {
        Optional<InetAddress> literal = IpLiteral.parse(address);
        return literal.isPresent() && literal.get() instanceof Inet4Address;
    }

    private static boolean isIpv4Network(String network) {
        return Network.parse(network)
                .filter(one -> one.address() instanceof Inet4Address)
                .isPresent();
    }

    private void refuse(Director director, String field, String message) {
        findings.error(director, field, ProblemCodes.CONFLICT, message);
    }

    private void refuse(LoadBalancer balancer, String message) {
        findings.error(balancer, "forwarding", ProblemCodes.CONFLICT, message);
    }
}
