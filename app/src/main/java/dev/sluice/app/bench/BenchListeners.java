package dev.sluice.app.bench;

import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Forwarding;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Protocol;
import dev.sluice.model.ProxyProtocolMode;
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

/** The configuration of a director that is measured without a network: fullnat, 16 servers. */
final class BenchListeners {
    static final String DIRECTOR = "director-1";
    static final String VIRTUAL = "203.0.113.10";
    static final int TCP_PORT = 7001;
    static final int UDP_PORT = 7053;
    static final int SERVERS = 16;

    private static final int IDLE_MS = 900_000;

    private BenchListeners() {}

    static NodeConfig config() {
        var servers = new ArrayList<ServerConfig>();
        for (int i = 0; i < SERVERS; i++) {
            servers.add(new ServerConfig("10.1.0." + (i + 1), 8000, 100));
        }
        var group = new GroupConfig("group", 1, "group", servers, HealthCheck.TCP, null);
        var resources = new LinkedHashMap<String, NodeResource>();
        for (NodeResource resource :
                List.of(
                        new DirectorConfig(
                                DIRECTOR,
                                1,
                                DIRECTOR,
                                List.of(),
                                List.of("10.200.0.0/24"),
                                false,
                                false,
                                List.of()),
                        group,
                        listener("tcp", Protocol.TCP, TCP_PORT, group),
                        listener("udp", Protocol.UDP, UDP_PORT, group))) {
            resources.put(resource.key(), resource);
        }
        return new NodeConfig(1, resources);
    }

    private static ListenerConfig listener(
            String name, Protocol protocol, int port, GroupConfig group) {
        return new ListenerConfig(
                name,
                1,
                name,
                "lb",
                "lb",
                VIRTUAL,
                port,
                protocol,
                new TargetConfig(group.key(), Scheduling.WRR, null),
                new AcceptConfig(ProxyProtocolMode.OFF, null, false, 0, 0, 0, 0),
                new StreamConfig(5000, IDLE_MS, 0, 0, ClientAddressMode.NONE),
                null,
                null,
                new ForwardConfig(Forwarding.FULLNAT, TunnelKind.IPIP, SynProxyMode.OFF, 0, 0));
    }
}
