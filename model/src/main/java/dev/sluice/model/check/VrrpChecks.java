package dev.sluice.model.check;

import dev.sluice.model.Director;
import dev.sluice.model.Director.Vrrp;
import dev.sluice.model.Kind;
import dev.sluice.model.shape.Paths;
import dev.sluice.model.unit.IpLiteral;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Virtual routers that can be spoken of on the wire, and agree with each other. */
final class VrrpChecks {
    private static final int IPV4_MAX = 255;

    /** As many as a packet of 1500 bytes has room for. */
    private static final int IPV6_MAX = 90;

    private static final int MS_PER_S = 1000;
    private static final int MS_PER_UNIT = 10;

    private final Findings findings;

    VrrpChecks(Findings findings) {
        this.findings = findings;
    }

    void run() {
        for (Director director : findings.all(Director.class, Kind.DIRECTOR)) {
            var ids = new HashMap<String, String>();
            var addresses = new HashMap<String, String>();
            var priorities = new HashMap<String, Integer>();
            for (int i = 0; i < director.vrrp().size(); i++) {
                Vrrp router = director.vrrp().get(i);
                String field = Paths.item("vrrp", i);
                addresses(director, field, router);
                version(director, field, router);
                link(director, field, router);
                virtualMac(director, field, router);
                once(director, field, router, ids, addresses);
                group(director, field, router, priorities);
            }
        }
    }

    private void addresses(Director director, String field, Vrrp router) {
        long ipv4 = router.addresses().stream().filter(VrrpChecks::isIpv4).count();
        long ipv6 = router.addresses().size() - ipv4;
        if (router.addresses().isEmpty()) {
            refuse(director, field, "has no `addresses`; name those that its master owns");
        } else if (ipv4 > 0 && ipv6 > 0) {
            refuse(
                    director,
                    field + ".addresses",
                    "are of IPv4 and of IPv6; give each a virtual router of its own, and both the"
                            + " same `syncGroup`");
        } else if (ipv4 > IPV4_MAX || ipv6 > IPV6_MAX) {
            refuse(
                    director,
                    field + ".addresses",
                    "are more than one advertisement holds (%d, of IPv6 %d); share them out among several virtual routers"
                            .formatted(IPV4_MAX, IPV6_MAX));
        }
        if (router.peers().stream().anyMatch(peer -> isIpv4(peer) != ipv4 > 0)) {
            refuse(director, field + ".peers", "must be of the same IP version as `addresses`");
        }
    }

    private static boolean isIpv4(String address) {
        Optional<InetAddress> literal = IpLiteral.parse(address);
        return literal.isPresent() && literal.get() instanceof Inet4Address;
    }

    private void version(Director director, String field, Vrrp router) {
        long ms = router.interval().toMillis();
        if (router.version() == 2 && router.addresses().stream().anyMatch(a -> !isIpv4(a))) {
            refuse(director, field + ".version", "2 knows IPv4 alone; write 3");
        }
        if (router.version() == 2 && ms % MS_PER_S != 0) {
            refuse(
                    director,
                    field + ".interval",
                    "must be whole seconds under `version: 2`; write 1s, or `version: 3`");
        }
        if (router.version() == 3 && ms % MS_PER_UNIT != 0) {
            refuse(director, field + ".interval", "must be a multiple of 10ms");
        }
    }

    private void link(Director director, String field, Vrrp router) {
        String via = router.via();
        if (via != null && !director.interfaces().contains(via)) {
            refuse(
                    director,
                    field + ".interface",
                    "is none of the director's `interfaces`, where it answers for addresses");
        }
    }

    /** Peers are found by ARP, which the kernel does with a MAC of its own. */
    private void virtualMac(Director director, String field, Vrrp router) {
        if (router.virtualMac() && !router.peers().isEmpty()) {
            refuse(
                    director,
                    field + ".virtualMac",
                    "needs advertisements by multicast, from which switches learn where the MAC is; leave out `peers`, or `virtualMac`");
        }
    }

    private void once(
            Director director,
            String field,
            Vrrp router,
            Map<String, String> ids,
            Map<String, String> addresses) {
        boolean ipv4 = router.addresses().stream().anyMatch(VrrpChecks::isIpv4);
        String via = router.via() == null ? first(director.interfaces()) : router.via();
        String before = ids.putIfAbsent(via + " " + ipv4 + " " + router.id(), field);
        if (before != null) {
            duplicate(
                    director,
                    field + ".id",
                    "%d is that of %s already, at the same interface"
                            .formatted(router.id(), before));
        }
        for (String address : router.addresses()) {
            String owner = addresses.putIfAbsent(address, field);
            if (owner != null) {
                duplicate(
                        director,
                        field + ".addresses",
                        "has %s, which %s has already".formatted(address, owner));
            }
        }
    }

    private static String first(List<String> interfaces) {
        return interfaces.isEmpty() ? "" : interfaces.getFirst();
    }

    private void group(
            Director director, String field, Vrrp router, Map<String, Integer> priorities) {
        String group = router.syncGroup();
        if (group == null) {
            return;
        }
        Integer before = priorities.putIfAbsent(group, router.priority());
        if (before != null && before != router.priority()) {
            refuse(
                    director,
                    field + ".priority",
                    "must be %d, as that of the others in sync group '%s': they move together"
                            .formatted(before, group));
        }
    }

    private void refuse(Director director, String field, String message) {
        findings.error(director, field, ProblemCodes.CONFLICT, message);
    }

    private void duplicate(Director director, String field, String message) {
        findings.error(director, field, ProblemCodes.DUPLICATE, message);
    }
}
