package dev.sluice.model.check;

import dev.sluice.model.Cluster;
import dev.sluice.model.Cluster.Ipvs;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Kind;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.node.ClusterConfig.IpvsConfig;
import dev.sluice.model.shape.Paths;
import dev.sluice.model.unit.IpLiteral;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Groups of LVS directors that can be spoken with, and what it means to listen to them. */
final class IpvsChecks {
    private final Findings findings;
    private final Cluster cluster;

    IpvsChecks(Findings findings, Cluster cluster) {
        this.findings = findings;
        this.cluster = cluster;
    }

    void run(List<Ipvs> groups) {
        if (groups.size() > IpvsConfig.MOST) {
            findings.error(
                    cluster,
                    "sync.ipvs",
                    ProblemCodes.OUT_OF_RANGE,
                    "are more than "
                            + IpvsConfig.MOST
                            + "; give the others a cluster of their own");
        }
        var names = new HashMap<String, String>();
        var places = new HashMap<String, String>();
        for (int i = 0; i < groups.size(); i++) {
            Ipvs ipvs = groups.get(i);
            String field = Paths.item("sync.ipvs", i);
            meeting(field, ipvs);
            once(field + ".name", names, ipvs.name(), "is the name of %s, too");
            once(
                    field,
                    places,
                    ipvs.group() + " " + ipvs.via() + " " + ipvs.port(),
                    "listens where %s does; leave one out, or give it a `port` of its own");
            worth(field, ipvs);
        }
    }

    private void meeting(String field, Ipvs ipvs) {
        String group = ipvs.group();
        if (group != null && !ipvs.peers().isEmpty()) {
            findings.error(
                    cluster,
                    field,
                    ProblemCodes.CONFLICT,
                    "has a multicast `group` and a list of `peers`; leave one out");
        }
        if (group != null
                && !IpLiteral.parse(group).map(InetAddress::isMulticastAddress).orElse(false)) {
            malformed(field + ".group", "a multicast address such as 224.0.0.81", group);
        }
        for (int i = 0; i < ipvs.peers().size(); i++) {
            String peer = ipvs.peers().get(i);
            if (IpLiteral.parse(peer).isEmpty()) {
                malformed(Paths.item(field + ".peers", i), "an IPv4 or IPv6 address", peer);
            }
        }
    }

    private void malformed(String field, String expected, String text) {
        findings.error(
                cluster,
                field,
                ProblemCodes.MALFORMED,
                "must be " + expected + ", not '" + text + "'");
    }

    private void once(String field, Map<String, String> seen, String what, String message) {
        String first = seen.putIfAbsent(what, field);
        if (first != null) {
            findings.error(cluster, field, ProblemCodes.DUPLICATE, message.formatted(first));
        }
    }

    private void worth(String field, Ipvs ipvs) {
        if (ipvs.receive()) {
            findings.warn(
                    cluster,
                    field,
                    ProblemCodes.UNAUTHENTICATED,
                    "takes sessions from whoever reaches its port: LVS does not authenticate what it says; keep it on a network of its own, and only while moving");
        }
        boolean isOfUse =
                findings.all(LoadBalancer.class, Kind.LOAD_BALANCER).stream()
                        .anyMatch(balancer -> balancer.forwarding() != Forwarding.FULLNAT);
        if (!isOfUse) {
            findings.warn(
                    cluster,
                    field,
                    ProblemCodes.NO_EFFECT,
                    "exchanges nothing: LVS knows no fullnat, and no load balancer has `forwarding` nat, route or tunnel");
        }
    }
}
