package dev.sluice.model.check;

import dev.sluice.model.Director;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Kind;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.shape.Paths;
import dev.sluice.model.unit.IpLiteral;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;

/**
 * Sessions with routers that can come about, and what cannot be done where routers spread flows.
 */
final class BgpChecks {
    private final Findings findings;

    BgpChecks(Findings findings) {
        this.findings = findings;
    }

    void run() {
        List<Director> announcing =
                findings.all(Director.class, Kind.DIRECTOR).stream()
                        .filter(director -> director.bgp() != null)
                        .toList();
        announcing.forEach(this::director);
        if (!announcing.isEmpty()) {
            for (LoadBalancer balancer : findings.all(LoadBalancer.class, Kind.LOAD_BALANCER)) {
                balancer(balancer, announcing.getFirst());
            }
        }
    }

    private void director(Director director) {
        Director.Bgp bgp = director.bgp();
        if (bgp == null) {
            return;
        }
        if (bgp.peers().isEmpty()) {
            refuse(director, "bgp.peers", "names no router to tell; add one, or leave bgp out");
        }
        if (!director.vrrp().isEmpty()) {
            refuse(
                    director,
                    "bgp",
                    "cannot stand beside vrrp: routers would send to all directors what one owns");
        }
        routerId(director, bgp);
        var seen = new HashMap<InetAddress, String>();
        for (int i = 0; i < bgp.peers().size(); i++) {
            String field = Paths.item("bgp.peers", i) + ".address";
            InetAddress address = IpLiteral.parse(bgp.peers().get(i).address()).orElse(null);
            String first = address == null ? null : seen.putIfAbsent(address, field);
            if (first != null) {
                refuse(director, field, "is that of " + first + ", too");
            }
        }
    }

    private void routerId(Director director, Director.Bgp bgp) {
        String text = bgp.routerId();
        boolean good =
                text == null
                        || IpLiteral.parse(text)
                                .filter(Inet4Address.class::isInstance)
                                .filter(address -> !address.isAnyLocalAddress())
                                .isPresent();
        if (!good) {
            findings.error(
                    director,
                    "bgp.routerId",
                    ProblemCodes.MALFORMED,
                    "must be an IPv4 address other than 0.0.0.0, not '" + text + "'");
        }
    }

    private void balancer(LoadBalancer balancer, Director director) {
        if (balancer.forwarding() == Forwarding.NAT) {
            findings.error(
                    balancer,
                    "forwarding",
                    ProblemCodes.CONFLICT,
                    "cannot be nat where directors announce addresses by bgp (%s): routers spread flows over all directors, but servers answer through one gateway; use fullnat, route or tunnel, or vrrp"
                            .formatted(director.name()));
        }
    }

    private void refuse(Director director, String field, String message) {
        findings.error(director, field, ProblemCodes.CONFLICT, message);
    }
}
