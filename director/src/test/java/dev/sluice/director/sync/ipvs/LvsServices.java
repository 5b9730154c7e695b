package dev.sluice.director.sync.ipvs;

import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.measure.Measure;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Forwarding;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Protocol;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.Scheduling;
import dev.sluice.model.SynProxyMode;
import dev.sluice.model.TunnelKind;
import dev.sluice.model.node.AcceptConfig;
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
import java.util.Map;
import java.util.Optional;

/** What messages in the tests are about: listeners as an LVS director would have services. */
public final class LvsServices {
    private final Map<String, NodeResource> resources = new LinkedHashMap<>();

    private LvsServices() {
        nat("198.51.100.1", 80, 0, "10.0.0.11:8080", "10.0.0.12:8080");
        nat("198.51.100.1", 81, 360_000, "10.0.0.11:8080", "10.0.0.12:8080");
        nat("198.51.100.1", 21, 0, "10.0.0.11:21");
        nat("10.7.0.2", 80, 0, "10.7.0.1:8080");
        nat("10.7.0.2", 81, 300_000, "10.7.0.1:8080");
        add(Protocol.UDP, Forwarding.ROUTE, "2001:db8:1::1", 53, 0, "2001:db8:2::11 53");
        add(Protocol.TCP, Forwarding.TUNNEL, "198.51.100.2", 443, 0, "10.0.0.11 443");
        add(Protocol.TCP, Forwarding.FULLNAT, "198.51.100.3", 80, 0, "10.0.0.11 8080");
    }

    /** They, compiled. */
    public static ForwardingTable table() {
        var builder = new TableBuilder(_ -> Optional.empty(), () -> 0, 1, 1, new Measure());
        return builder.build(
                new NodeConfig(1, new LvsServices().resources), "d", ForwardingTable.EMPTY);
    }

    private void nat(String address, int port, long persistenceMs, String... servers) {
        String[] words = new String[servers.length];
        for (int i = 0; i < servers.length; i++) {
            words[i] = servers[i].replace(':', ' ');
        }
        add(Protocol.TCP, Forwarding.NAT, address, port, persistenceMs, words);
    }

    private void add(
            Protocol protocol,
            Forwarding method,
            String address,
            int port,
            long persistenceMs,
            String... servers) {
        String name = address + "-" + port;
        var all = new ArrayList<ServerConfig>();
        for (String server : servers) {
            String[] parts = server.split(" ");
            all.add(new ServerConfig(parts[0], Integer.parseInt(parts[1]), 100));
        }
        var group = new GroupConfig("g" + name, 1, name, all, HealthCheck.TCP, null);
        var listener =
                new ListenerConfig(
                        "l" + name,
                        1,
                        name,
                        name,
                        "b" + name,
                        address,
                        port,
                        protocol,
                        new TargetConfig(group.key(), Scheduling.RR, null),
                        new AcceptConfig(ProxyProtocolMode.OFF, null, false, 0, 0, 0, 0),
                        new StreamConfig(5_000, 900_000, persistenceMs, 0, ClientAddressMode.NONE),
                        null,
                        null,
                        new ForwardConfig(method, TunnelKind.IPIP, SynProxyMode.OFF, 0, 0));
        resources.put(group.key(), group);
        resources.put(listener.key(), listener);
    }
}
