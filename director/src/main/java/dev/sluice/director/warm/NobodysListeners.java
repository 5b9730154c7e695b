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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Listeners, servers and neighbours that exist in memory alone: of each method and family. */
final class NobodysListeners {
    static final String DIRECTOR = "nobody";

    /** Clients' first address, the virtual one and the server's: of IPv4, then of IPv6. */
    static final Address[] CLIENTS = {address("11.0.0.0"), address("2001:db8:b::")};

    static final Address[] VIRTUAL = {address("203.0.113.1"), address("2001:db8:113::1")};
    private static final List<List<String>> SERVERS =
            List.of(
                    List.of("10.1.0.1", "10.1.0.2", "10.1.0.3"),
                    List.of("2001:db8:10::1", "2001:db8:10::2", "2001:db8:10::3"));
    private static final Address[] ROUTER = {address("192.0.2.1"), address("2001:db8:2::1")};
    static final long CLIENT_MAC = 0x0200_0000_0001L;
    static final long SERVER_MAC = 0x0200_0000_0002L;
    static final long[] OWN_MAC = {0x0200_0000_0A00L, 0x0200_0000_0A01L};

    /** A listener's port is the first one and its place among these. */
    static final List<Forwarding> METHODS = List.of(Forwarding.values());

    static final int FAMILIES = 2;

    /** The networks that clients are in: of eight bits of IPv4, and of 48 of IPv6. */
    private static final int[] NETWORK_BITS = {96 + 8, 48};

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
                        List.of("10.200.0.0/26", "2001:db8:200::/122"),
                        false,
                        false,
                        List.of()));
        for (int family = 0; family < FAMILIES; family++) {
            GroupConfig group = group(SERVERS.get(family));
            add(resources, group);
            for (int i = 0; i < METHODS.size(); i++) {
                for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
                    String virtual = VIRTUAL[family].toString();
                    add(resources, listener(virtual, protocol, PORT + i, METHODS.get(i), group));
                }
            }
        }
        return new NodeConfig(1, resources);
    }

    /** Where clients go to. */
    static List<Address> addresses() {
        return List.of(VIRTUAL);
    }

    /** Whether servers' answers come by here, under a method by its place. */
    static boolean seesReplies(int method) {
        return METHODS.get(method) == Forwarding.FULLNAT || METHODS.get(method) == Forwarding.NAT;
    }

    /** Clients behind one port, servers at another. */
    static NextHops hops() {
        var routes = new ArrayList<NextHops.Route>();
        var hops = new ArrayList<NextHops.Hop>();
        for (int family = 0; family < FAMILIES; family++) {
            Address clients = CLIENTS[family];
            Address router = ROUTER[family];
            int network = NETWORK_BITS[family];
            routes.add(
                    new NextHops.Route(
                            clients.high(),
                            clients.low(),
                            network,
                            0,
                            router.high(),
                            router.low()));
            hops.add(new NextHops.Hop(router.high(), router.low(), 0, CLIENT_MAC));
            for (String text : SERVERS.get(family)) {
                Address server = address(text);
                routes.add(new NextHops.Route(server.high(), server.low(), 128, 1, 0, 0));
                hops.add(new NextHops.Hop(server.high(), server.low(), 1, SERVER_MAC));
            }
        }
        return new NextHops(
                routes,
                hops,
                List.of(new NextHops.Link(OWN_MAC[0], 1500), new NextHops.Link(OWN_MAC[1], 1500)));
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static void add(Map<String, NodeResource> resources, NodeResource resource) {
        resources.put(resource.key(), resource);
    }

    private static GroupConfig group(List<String> addresses) {
        var servers = new ArrayList<ServerConfig>();
        for (String address : addresses) {
            servers.add(new ServerConfig(address, PORT, 100));
        }
        String name = addresses.getFirst();
        return new GroupConfig(name, 1, name, servers, HealthCheck.OFF, null);
    }

    private static ListenerConfig listener(
            String virtual, Protocol protocol, int port, Forwarding method, GroupConfig group) {
        String name = virtual + "-" + protocol + "-" + port;
        boolean isFirst = virtual.equals(VIRTUAL[0].toString());
        SynProxyMode guard = isFirst ? SynProxyMode.AUTO : SynProxyMode.OFF;
        boolean tells = protocol == Protocol.TCP && method == Forwarding.FULLNAT;
        return new ListenerConfig(
                name,
                1,
                name,
                "lb",
                "lb",
                virtual,
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
                new ForwardConfig(method, TunnelKind.IPIP, guard, 0, 0));
    }
}
