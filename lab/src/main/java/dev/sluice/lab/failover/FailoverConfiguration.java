package dev.sluice.lab.failover;

import dev.sluice.lab.demo.RegionBackend;
import dev.sluice.lab.region.DirectorsText;
import dev.sluice.lab.region.LabPlan;
import dev.sluice.lab.region.Network;
import dev.sluice.lab.region.NodeKind;
import dev.sluice.lab.region.RegionSize;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The region's configuration: an address for each forwarding method, all with the same servers. */
record FailoverConfiguration(FailoverPlan plan, RegionSize size) {
    /** Where servers of records listen, by TCP and UDP. */
    static final int PORT = 7101;

    private static final int FIRST_HOST = 11;

    /** Where clients come in. */
    List<Door> doors() {
        return plan.methods().stream().map(this::door).toList();
    }

    private Door door(String method) {
        int host = FIRST_HOST + FailoverPlan.METHODS.indexOf(method);
        return new Door(method, "203.0.113." + host, PORT);
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
                + group("check", RegionBackend.TCP_PORT)
                + group("records", PORT)
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
          - name: METHOD
            address: ADDRESS
            forwarding: METHOD
            listeners:
              - { name: METHOD-check, protocol: tcp, port: %d, serverGroup: check }
              - { name: METHOD-tcp, protocol: tcp, port: %d, serverGroup: records }
              - { name: METHOD-udp, protocol: udp, port: %d, serverGroup: records }
        """
                .formatted(RegionBackend.TCP_PORT, PORT, PORT)
                .replace("METHOD", door.method())
                .replace("ADDRESS", door.address());
    }

    private String group(String name, int port) {
        String servers =
                IntStream.rangeClosed(1, size.backends())
                        .mapToObj(NodeKind.BACKEND::host)
                        .map(Network.BACK::address4)
                        .map(address ->
                                "      - { address: %s, port: %d }\n".formatted(address, port))
                        .collect(Collectors.joining());
        return "  - name: %s\n    healthCheck: off\n    servers:\n%s".formatted(name, servers);
    }
}
