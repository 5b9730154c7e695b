package dev.sluice.lab.failover;

import dev.sluice.lab.demo.RegionBackend;
import dev.sluice.lab.region.DirectorsText;
import dev.sluice.lab.region.LabPlan;
import dev.sluice.lab.region.Network;
import dev.sluice.lab.region.NodeKind;
import dev.sluice.lab.region.RegionSize;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The region's configuration: an address of each family for each forwarding method, all with the
 * same servers.
 */
record FailoverConfiguration(FailoverPlan plan, RegionSize size) {
    /** Where servers of records listen, by TCP and UDP. */
    static final int PORT = 7101;

    private static final int FIRST_HOST = 11;

    /** Where clients come in. */
    List<Door> doors() {
        return plan.methods().stream()
                .flatMap(method -> plan.families().stream().map(family -> door(method, family)))
                .toList();
    }

    private static Door door(String method, String family) {
        int host = FIRST_HOST + FailoverPlan.METHODS.indexOf(method);
        String network = family.equals("ipv6") ? "2001:db8:113::" : "203.0.113.";
        return new Door(method, network + host, PORT);
    }

    /** What {@code lab up} makes of it. The servers of records come when it stands. */
    LabPlan labPlan(String prefix) {
        List<LabPlan.Door> answered =
                doors().stream()
                        .map(door ->
                                new LabPlan.Door("tcp", door.address(), RegionBackend.TCP_PORT))
                        .toList();
        return new LabPlan(
                plan.launcher(),
                prefix,
                size,
                new LabPlan.Configuration.Made(text(), Map.of()),
                Map.of(),
                answered);
    }

    private String text() {
        List<String> addresses = doors().stream().map(Door::address).toList();
        String directors = new DirectorsText(size, addresses).text();
        return "loadBalancers:\n"
                + doors().stream().map(this::balancer).collect(Collectors.joining())
                + "\nserverGroups:\n"
                + groups("", Network.BACK::address4)
                + groups("6", Network.BACK::address6)
                + (plan.synchronised() ? directors : unsynchronised(directors));
    }

    private static String unsynchronised(String directors) {
        return directors
                .lines()
                .filter(line -> !line.equals("cluster:") && !line.startsWith("  sync:"))
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private String balancer(Door door) {
        return """
          - name: NAME
            address: "ADDRESS"
            forwarding: METHOD
            listeners:
              - { name: NAME-check, protocol: tcp, port: %d, serverGroup: checkFAMILY }
              - { name: NAME-tcp, protocol: tcp, port: %d, serverGroup: recordsFAMILY }
              - { name: NAME-udp, protocol: udp, port: %d, serverGroup: recordsFAMILY }
        """
                .formatted(RegionBackend.TCP_PORT, PORT, PORT)
                .replace("NAME", door.method() + "FAMILY")
                .replace("FAMILY", door.isIpv6() ? "6" : "")
                .replace("METHOD", door.method())
                .replace("ADDRESS", door.address());
    }

    private String groups(String family, IntFunction<String> address) {
        return group("check" + family, RegionBackend.TCP_PORT, address)
                + group("records" + family, PORT, address);
    }

    private String group(String name, int port, IntFunction<String> address) {
        String servers =
                IntStream.rangeClosed(1, size.backends())
                        .map(NodeKind.BACKEND::host)
                        .mapToObj(address)
                        .map(one -> "      - { address: \"%s\", port: %d }\n".formatted(one, port))
                        .collect(Collectors.joining());
        return "  - name: %s\n    healthCheck: off\n    servers:\n%s".formatted(name, servers);
    }
}
