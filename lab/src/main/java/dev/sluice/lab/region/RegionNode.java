package dev.sluice.lab.region;

import java.util.List;

/**
 * A machine of the region: a network namespace, and for most kinds a process in it.
 *
 * @param number from 1, among those of its kind
 */
public record RegionNode(String name, NodeKind kind, int number, List<Leg> legs) {
    public RegionNode {
        legs = List.copyOf(legs);
    }

    static RegionNode of(NodeKind kind, int number, int directorQueues) {
        List<Leg> legs =
                kind.networks().stream()
                        .map(network -> Leg.of(network, kind, number, directorQueues))
                        .toList();
        return new RegionNode(kind.name(number), kind, number, legs);
    }

    /** Its IPv4 address in a network of its kind. */
    public String address4(Network network) {
        return network.address4(kind.host(number));
    }

    /** Its IPv6 address in a network of its kind. */
    public String address6(Network network) {
        return network.address6(kind.host(number));
    }
}
