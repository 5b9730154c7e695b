package dev.sluice.lab.region;

import java.util.EnumSet;
import java.util.Set;

/**
 * A node's end in a network: a veth pair from an interface of the node to a port of the network's
 * bridge.
 *
 * @param port the bridge's end, such as {@code f-director-1}
 * @param mac the node's end: the last bytes are network, kind and number
 * @param queues receive and transmit queues of both ends
 * @param facesDirector whether a director takes raw packets here, so that what the port sends must
 *     be whole: no checksum and no segmentation left to a card that there is not
 */
public record Leg(
        Network network,
        int host,
        String port,
        String mac,
        String portMac,
        int queues,
        boolean facesDirector) {
    private static final Set<Network> RAW = EnumSet.of(Network.FRONT, Network.BACK);

    static Leg of(Network network, NodeKind kind, int number, int directorQueues) {
        boolean facesDirector = kind == NodeKind.DIRECTOR && RAW.contains(network);
        return new Leg(
                network,
                kind.host(number),
                network.label().charAt(0) + "-" + kind.name(number),
                mac(0, network, kind, number),
                mac(1, network, kind, number),
                facesDirector ? directorQueues : 1,
                facesDirector);
    }

    /** The interface's name in the node. */
    public String interfaceName() {
        return network.label();
    }

    public String address4() {
        return network.address4(host);
    }

    public String address6() {
        return network.address6(host);
    }

    /** A locally administered address that can be read in a capture. */
    private static String mac(int end, Network network, NodeKind kind, int number) {
        return "02:00:%02x:%02x:%02x:%02x"
                .formatted(end, network.ordinal() + 1, kind.ordinal() + 1, number);
    }
}
