package dev.sluice.lab.region;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a region's directors are told of themselves and of each other, as a part of a configuration:
 * which addresses stand for clients, how they come to own addresses, where they speak of sessions.
 *
 * @param virtualAddresses those that move from director to director, where a master is elected
 */
public record DirectorsText(RegionSize size, List<String> virtualAddresses) {
    /** On each director's disk: what those know that may speak of sessions. */
    public static final String SECRET_FILE = "cluster.secret";

    private static final String GROUP = "224.0.0.82";
    private static final int PRIORITY = 200;
    private static final int PRIORITY_STEP = 10;
    private static final int VIRTUAL_ROUTER = 10;
    private static final int NAT_ROUTER = 11;
    private static final int LOCAL_ROUTER = 20;

    public DirectorsText {
        virtualAddresses = List.copyOf(virtualAddresses);
    }

    /** YAML, to stand behind what begins at the margin; empty where there are no directors. */
    public String text() {
        return size.directors() == 0 ? "" : "\ndirectors:\n" + all() + cluster();
    }

    private String all() {
        return IntStream.rangeClosed(1, size.directors())
                .mapToObj(this::director)
                .collect(Collectors.joining());
    }

    private String director(int number) {
        return """
          - name: %s
            interfaces: [ %s, %s ]
            localAddresses: [ %s, "%s" ]
        """
                        .formatted(
                                NodeKind.DIRECTOR.name(number),
                                Network.FRONT.label(),
                                Network.BACK.label(),
                                Region.localAddresses4(number),
                                Region.localAddresses6(number))
                + (size.isElected() ? elected(number) : "")
                + (size.isAnnounced() ? announced() : "");
    }

    private static String announced() {
        return """
            bgp:
              localAs: %d
              peers: [ { address: %s, as: %d } ]
              bfd: true
        """
                .formatted(
                        RouterText.DIRECTORS_AS,
                        Network.FRONT.address4(NodeKind.ROUTER.host(1)),
                        RouterText.ROUTER_AS);
    }

    /**
     * Master of virtual addresses is the first director that lives; of local ones, whose they are.
     */
    private String elected(int number) {
        var lines = new StringBuilder("    vrrp:\n");
        int front = PRIORITY - PRIORITY_STEP * number;
        for (boolean ipv6 : List.of(false, true)) {
            String own = addresses(ipv6);
            if (!own.isEmpty()) {
                lines.append(router(VIRTUAL_ROUTER, Network.FRONT, front, "lab", own, ""));
            }
        }
        lines.append(gateway(NAT_ROUTER, front, "lab", Region.GATEWAY, "", ""));
        for (int owner = 1; owner <= size.directors(); owner++) {
            int behind = Math.floorMod(number - owner, size.directors());
            lines.append(
                    gateway(
                            LOCAL_ROUTER + owner,
                            PRIORITY - PRIORITY_STEP * behind,
                            "local-" + owner,
                            Region.localGateway(owner),
                            Region.localAddresses4(owner),
                            Region.localAddresses6(owner)));
        }
        return lines.toString();
    }

    /** Those of a family, for one virtual router; its number is taken by no other of the family. */
    private String addresses(boolean ipv6) {
        return virtualAddresses.stream()
                .filter(address -> address.indexOf(':') >= 0 == ipv6)
                .collect(Collectors.joining("\", \""));
    }

    private static String gateway(
            int id, int priority, String group, int host, String local4, String local6) {
        Network back = Network.BACK;
        return router(id, back, priority, group, back.address4(host), local4)
                + router(id, back, priority, group, back.address6(host), local6);
    }

    private static String router(
            int id, Network at, int priority, String group, String address, String local) {
        // Who cannot send to clients has no use for what servers send to it.
        String locals =
                local.isEmpty()
                        ? ""
                        : ", track: [ { interface: %s } ], localAddresses: [ \"%s\" ]"
                                .formatted(Network.FRONT.label(), local);
        return "      - { id: %d, interface: %s, priority: %d, interval: 100ms, syncGroup: %s, addresses: [ \"%s\" ]%s }\n"
                .formatted(id, at.label(), priority, group, address, locals);
    }

    private String cluster() {
        return size.isCluster()
                ? "\ncluster:\n  sync: { group: %s, interface: %s, secretFile: %s }\n"
                        .formatted(GROUP, Network.SYNC.label(), SECRET_FILE)
                : "";
    }
}
