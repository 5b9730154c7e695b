package dev.sluice.model.check;

import dev.sluice.model.AccessList;
import dev.sluice.model.Cluster;
import dev.sluice.model.Director;
import dev.sluice.model.Kind;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.Resource;
import dev.sluice.model.shape.Paths;
import dev.sluice.model.shape.Shown;
import dev.sluice.model.unit.IpLiteral;
import dev.sluice.model.unit.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Addresses and networks are real ones, whatever their pattern let through. */
final class AddressChecks {
    private final Findings findings;

    AddressChecks(Findings findings) {
        this.findings = findings;
    }

    void run() {
        for (LoadBalancer balancer : findings.all(LoadBalancer.class, Kind.LOAD_BALANCER)) {
            address(balancer, "address", balancer.address());
        }
        for (AccessList list : findings.all(AccessList.class, Kind.ACCESS_LIST)) {
            networks(list, "entries", list.entries());
        }
        for (Director director : findings.all(Director.class, Kind.DIRECTOR)) {
            director(director);
        }
        for (Cluster cluster : findings.all(Cluster.class, Kind.CLUSTER)) {
            Cluster.Sync sync = cluster.sync();
            if (sync != null) {
                sync(cluster, sync);
            }
        }
    }

    private void director(Director director) {
        networks(director, "localAddresses", director.localAddresses());
        for (int i = 0; i < director.vrrp().size(); i++) {
            Director.Vrrp router = director.vrrp().get(i);
            addresses(director, Paths.item("vrrp", i) + ".addresses", router.addresses());
            addresses(director, Paths.item("vrrp", i) + ".peers", router.peers());
            networks(director, Paths.item("vrrp", i) + ".localAddresses", router.localAddresses());
        }
        Director.Bgp bgp = director.bgp();
        if (bgp != null) {
            for (int i = 0; i < bgp.peers().size(); i++) {
                address(
                        director,
                        Paths.item("bgp.peers", i) + ".address",
                        bgp.peers().get(i).address());
            }
        }
    }

    private void sync(Cluster cluster, Cluster.Sync sync) {
        addresses(cluster, "sync.peers", sync.peers());
        oneVersion(cluster, sync.peers());
        String group = sync.group();
        if ((group == null) == sync.peers().isEmpty()) {
            findings.error(
                    cluster,
                    "sync",
                    ProblemCodes.CONFLICT,
                    "needs either a multicast `group` or a list of `peers`, and not both");
        }
        if (group != null
                && !IpLiteral.parse(group).map(InetAddress::isMulticastAddress).orElse(false)) {
            malformed(cluster, "sync.group", "a multicast address such as 224.0.0.82", group);
        }
    }

    /** Each director has one socket, and is told by one of these which is its own. */
    private void oneVersion(Cluster cluster, List<String> peers) {
        long ipv4 = peers.stream().filter(AddressChecks::isIpv4).count();
        if (ipv4 > 0 && ipv4 < peers.size()) {
            findings.error(
                    cluster,
                    "sync.peers",
                    ProblemCodes.CONFLICT,
                    "are of IPv4 and of IPv6, but directors share sessions by one of them; write all directors' addresses of the same version");
        }
    }

    private static boolean isIpv4(String address) {
        return IpLiteral.parse(address).filter(Inet4Address.class::isInstance).isPresent();
    }

    private void addresses(Resource resource, String field, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            address(resource, Paths.item(field, i), texts.get(i));
        }
    }

    private void address(Resource resource, String field, String text) {
        if (IpLiteral.parse(text).isEmpty()) {
            malformed(resource, field, "an IPv4 or IPv6 address", text);
        }
    }

    private void networks(Resource resource, String field, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            network(resource, Paths.item(field, i), texts.get(i));
        }
    }

    private void network(Resource resource, String field, String text) {
        Optional<Network> network = Network.parse(text);
        if (network.isEmpty()) {
            malformed(resource, field, "an address or a network such as 192.0.2.0/24", text);
        } else if (!network.get().isCanonical()) {
            findings.error(
                    resource,
                    field,
                    ProblemCodes.MALFORMED,
                    "has bits beyond its prefix; write "
                            + network.get().canonical()
                            + " for the network, or "
                            + network.get().address().getHostAddress()
                            + " for the one address");
        }
    }

    private void malformed(Resource resource, String field, String wanted, String text) {
        findings.error(
                resource,
                field,
                ProblemCodes.MALFORMED,
                "must be " + wanted + ", not " + Shown.text(text));
    }
}
