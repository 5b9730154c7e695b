package dev.sluice.director.warm;

import dev.sluice.director.table.Address;
import dev.sluice.director.table.NextHops;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Forwarding;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Protocol;
import dev.sluice.model.Scheduling;
import dev.sluice.model.SynProxyMode;
import dev.sluice.model.TunnelKind;
import dev.sluice.model.node.AcceptConfig;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.ForwardConfig;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.model.node.TargetConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Listeners, a server and neighbours that exist in memory alone: of each method. */
final class NobodysListeners {
    static final String DIRECTOR = "nobody";
    static final int VIRTUAL = 0xCB00_7101;
    static final long CLIENT_MAC = 0x0200_0000_0001L;
    static final long SERVER_MAC = 0x0200_0000_0002L;
    static final long[] OWN_MAC = {0x0200_0000_0A00L, 0x0200_0000_0A01L};

    /** A listener's port is the first one and its place among these. */
    static final List<Forwarding> METHODS = List.of(Forwarding.values());

    static final int PORT = 1000;
    private static final int IDLE_MS = 900_000;

    private NobodysListeners() {}

    static NodeConfig config() {
        var resources = new LinkedHashMap<String, NodeResource>();
        add(
                resources,
                new DirectorConfig(
                        DIRECTOR,
                        1,
                        DIRECTOR,
                        List.of(),
                        List.of("10.200.0.0/26"),
                        false,
                        false,
                        List.of()));
        var servers = List.of(new ServerConfig("10.1.0.1", PORT, 100));
        var group = new GroupConfig("group", 1, "group", servers, HealthCheck.OFF, null);
        add(resources, group);
        for (int i = 0; i < METHODS.size(); i++) {
            for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
                add(resources, listener(protocol, PORT + i, METHODS.get(i), group));
            }
        }
        return new NodeConfig(1, resources);
    }

    /** Whether servers' answers come by here, under a method by its place. */
    static boolean seesReplies(int method) {
        return METHODS.get(method) == Forwarding.FULLNAT || METHODS.get(method) == Forwarding.NAT;
    }

    /** Clients behind one port, the server at another. */
    static NextHops hops() {
        Address clients = address("11.0.0.0");
        Address router = address("192.0.2.1");
        Address server = address("10.1.0.1");
        return new NextHops(
                List.of(
                        new NextHops.Route(0, clients.low(), 96 + 8, 0, 0, router.low()),
                        new NextHops.Route(0, server.low(), 96 + 32, 1, 0, 0)),
                List.of(
                        new NextHops.Hop(router.high(), router.low(), 0, CLIENT_MAC),
                        new NextHops.Hop(server.high(), server.low(), 1, SERVER_MAC)),
                List.of(new NextHops.Link(OWN_MAC[0], 1500), new NextHops.Link(OWN_MAC[1], 1500)));
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static void add(Map<String, NodeResource> resources, NodeResource resource) {
        resources.put(resource.key(), resource);
    }

    private static ListenerConfig listener(
            Protocol protocol, int port, Forwarding method, GroupConfig group) {
        String name = protocol + "-" + port;
        boolean tells = protocol == Protocol.TCP && method == Forwarding.FULLNAT;
        return new ListenerConfig(
                name,
                1,
                name,
                "lb",
                "lb",
                "203.0.113.1",
                port,
                protocol,
                new TargetConfig(group.key(), Scheduling.WRR, null),
                AcceptConfig.EVERYBODY,
                new StreamConfig(
                        5000,
                        IDLE_MS,
                        0,
                        0,
                        tells ? ClientAddressMode.OPTION : ClientAddressMode.NONE),
                null,
                null,
                new ForwardConfig(method, TunnelKind.IPIP, SynProxyMode.OFF, 0, 0));
    }
}
