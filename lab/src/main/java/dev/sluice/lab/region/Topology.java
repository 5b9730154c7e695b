package dev.sluice.lab.region;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * The steps that make a region's namespaces, bridges, links, addresses and routes. Pure: what is
 * made depends on the region alone.
 */
record Topology(Region region) {
    private static final String MTU = "1500";
    private static final String QUEUED_FRAMES = "1000";

    /** In order. */
    List<Step> up() {
        var steps = new ArrayList<Step>();
        steps.add(
                Step.batch(region.namespaces().stream().map(name -> "netns add " + name).toList()));
        region.nodes().forEach(node -> steps.add(settings(node)));
        steps.add(
                Step.inside(region.switchNamespace(), List.of("sysctl", "-q", "-e", "-p", "-"))
                        .reading(Sysctls.OF_SWITCH));
        steps.add(Step.batch(bridgesAndLinks(), "-n", region.switchNamespace()));
        region.nodes().forEach(node -> offloads(node, steps));
        region.nodes().forEach(node -> addresses(node, steps));
        return steps;
    }

    /** What takes cables of a node out, or puts them in again: either end loses its carrier. */
    Step links(List<Leg> legs, boolean up) {
        List<String> lines =
                legs.stream()
                        .map(leg -> "link set " + leg.port() + (up ? " up" : " down"))
                        .toList();
        return Step.batch(lines, "-n", region.switchNamespace());
    }

    private Step settings(RegionNode node) {
        return Step.inside(region.namespace(node), List.of("sysctl", "-q", "-p", "-"))
                .reading(Sysctls.of(node.kind()));
    }

    private List<String> bridgesAndLinks() {
        var lines = new ArrayList<String>();
        for (Network network : EnumSet.allOf(Network.class)) {
            lines.add("link add name %s type bridge mcast_snooping 0".formatted(network.label()));
            lines.add("link set %s up".formatted(network.label()));
        }
        for (RegionNode node : region.nodes()) {
            for (Leg leg : node.legs()) {
                lines.add(pair(node, leg));
                lines.add("link set %s up".formatted(leg.port()));
            }
        }
        return lines;
    }

    /** XDP wants no fewer receive queues at one end than transmit queues at the other. */
    private String pair(RegionNode node, Leg leg) {
        String queues = "numtxqueues %d numrxqueues %d".formatted(leg.queues(), leg.queues());
        return "link add name %s address %s mtu %s %s master %s type veth peer name %s address %s mtu %s %s netns %s"
                .formatted(
                        leg.port(),
                        leg.portMac(),
                        MTU,
                        queues,
                        leg.network().label(),
                        leg.interfaceName(),
                        leg.mac(),
                        MTU,
                        queues,
                        region.namespace(node));
    }

    /**
     * Towards a director every frame is whole and its checksums are there. The switch's ends poll
     * ({@code gro}), or they would take none of the frames that the director's kernel redirects.
     */
    private void offloads(RegionNode node, List<Step> steps) {
        for (Leg leg : node.legs()) {
            if (leg.facesDirector()) {
                var off = List.of("tx", "off", "tso", "off", "gso", "off");
                steps.add(ethtool(region.switchNamespace(), leg.port(), off));
                steps.add(ethtool(region.switchNamespace(), leg.port(), List.of("gro", "on")));
                steps.add(ethtool(region.namespace(node), leg.interfaceName(), off));
                steps.add(queue(leg.port()));
            }
        }
    }

    /**
     * A veth pair's own queue is 256 frames, and what comes then is lost. With a queue in front it
     * pushes back instead (Linux 6.16), so that as much may wait as in a switch's or a card's.
     */
    private Step queue(String port) {
        return Step.of(
                "tc",
                "-n",
                region.switchNamespace(),
                "qdisc",
                "replace",
                "dev",
                port,
                "root",
                "pfifo",
                "limit",
                QUEUED_FRAMES);
    }

    private static Step ethtool(String namespace, String interfaceName, List<String> settings) {
        var command = new ArrayList<>(List.of("ethtool", "-K", interfaceName));
        command.addAll(settings);
        return Step.inside(namespace, command);
    }

    private void addresses(RegionNode node, List<Step> steps) {
        var lines = new ArrayList<String>();
        lines.add("link set lo up");
        for (Leg leg : node.legs()) {
            String name = leg.interfaceName();
            lines.add("link set %s up".formatted(name));
            lines.add("addr add %s/24 dev %s".formatted(leg.address4(), name));
            lines.add("addr add %s/64 dev %s nodad".formatted(leg.address6(), name));
        }
        lines.addAll(new Routes(region, false).of(node));
        steps.add(Step.batch(lines, "-n", region.namespace(node)));
        List<String> lines6 = new Routes(region, true).of(node);
        if (!lines6.isEmpty()) {
            steps.add(Step.batch(lines6, "-6", "-n", region.namespace(node)));
        }
    }
}
