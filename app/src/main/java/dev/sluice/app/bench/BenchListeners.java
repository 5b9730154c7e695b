package dev.sluice.app.bench;

import dev.sluice.lab.packets.PacketBed;
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

/** The configurations that directors are measured with: fullnat, no health checks. */
final class BenchListeners {
    static final String DIRECTOR = "director-1";
    static final String VIRTUAL = PacketBed.VIRTUAL;
    static final int TCP_PORT = PacketBed.CONNECTION_PORT;
    static final int UDP_PORT = PacketBed.DATAGRAM_PORT;
    static final int SERVERS = 16;

    private static final int IDLE_MS = 900_000;
    private static final int PORTS_PER_ADDRESS = 100;

    private BenchListeners() {}

    /** Without a network: 16 servers. */
    static NodeConfig inMemory() {
        var servers = new ArrayList<ServerConfig>();
        for (int i = 0; i < SERVERS; i++) {
            servers.add(new ServerConfig("10.1.0." + (i + 1), 8000, 100));
        }
        var resources = new LinkedHashMap<String, NodeResource>();
        add(resources, director(List.of(), "10.200.0.0/24", false));
        GroupConfig group = group("group", 1, servers);
        add(resources, group);
        add(resources, listener("tcp", VIRTUAL, Protocol.TCP, TCP_PORT, group));
        add(resources, listener("udp", VIRTUAL, Protocol.UDP, UDP_PORT, group));
        return new NodeConfig(1, resources);
    }

    /**
     * In a bed: its backend.
     *
     * @param more listeners that nobody sends to, 100 to an address, one of which changes with each
     *     revision
     */
    static NodeConfig inBed(long revision, boolean recompute, int more) {
        var resources = new LinkedHashMap<String, NodeResource>();
        add(
                resources,
                director(List.of(PacketBed.FRONT, PacketBed.BACK), "198.18.1.0/26", recompute));
        forward(resources, Protocol.UDP, PacketBed.DATAGRAM_PORT);
        forward(resources, Protocol.TCP, PacketBed.CONNECTION_PORT);
        forward(resources, Protocol.TCP, PacketBed.BULK_PORT);
        for (int i = 0; i < more; i++) {
            boolean changed = revision % more == i;
            String name = "more-" + i;
            var servers =
                    List.of(
                            new ServerConfig(PacketBed.BACKEND, 9000, changed ? 50 : 100),
                            new ServerConfig(PacketBed.BACKEND, 9001, 100));
            GroupConfig group = group(name, changed ? revision : 1, servers);
            add(resources, group);
            String address =
                    "198.51.%d.%d".formatted(100 + i / 20_000, i / PORTS_PER_ADDRESS % 200);
            int port = 10_000 + i % PORTS_PER_ADDRESS;
            add(resources, listener(name, address, Protocol.TCP, port, group));
        }
        return new NodeConfig(revision, resources);
    }

    private static void forward(Map<String, NodeResource> resources, Protocol protocol, int port) {
        String name = protocol + "-" + port;
        GroupConfig group = group(name, 1, List.of(new ServerConfig(PacketBed.BACKEND, port, 100)));
        add(resources, group);
        add(resources, listener(name, VIRTUAL, protocol, port, group));
    }

    private static void add(Map<String, NodeResource> resources, NodeResource resource) {
        resources.put(resource.key(), resource);
    }

    private static DirectorConfig director(
            List<String> interfaces, String locals, boolean recompute) {
        return new DirectorConfig(
                DIRECTOR, 1, DIRECTOR, interfaces, List.of(locals), false, recompute, List.of());
    }

    private static GroupConfig group(String name, long revision, List<ServerConfig> servers) {
        return new GroupConfig(name, revision, name, servers, HealthCheck.OFF, null);
    }

    private static ListenerConfig listener(
            String name, String address, Protocol protocol, int port, GroupConfig group) {
        return new ListenerConfig(
                name,
                1,
                name,
                "lb",
                "lb",
                address,
                port,
                protocol,
                new TargetConfig(group.key(), Scheduling.WRR, null),
                AcceptConfig.EVERYBODY,
                new StreamConfig(5000, IDLE_MS, 0, 0, ClientAddressMode.NONE),
                null,
                null,
                new ForwardConfig(Forwarding.FULLNAT, TunnelKind.IPIP, SynProxyMode.OFF, 0, 0));
    }
}
