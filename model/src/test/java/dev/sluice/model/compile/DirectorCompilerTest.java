package dev.sluice.model.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Catalog;
import dev.sluice.model.Golden;
import dev.sluice.model.check.Written;
import dev.sluice.model.node.Fleet;
import dev.sluice.model.node.Fleet.ProxyNode;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectorCompilerTest {
    private static final Fleet TWO_PROXIES =
            new Fleet(
                    List.of(
                            new ProxyNode("proxy-1", "10.0.0.21"),
                            new ProxyNode("proxy-2", "10.0.0.22")));

    private static final String BALANCERS =
            """
            {loadBalancers: [
              {name: web, address: 203.0.113.10, bandwidth: 10Mbps, listeners: [
                {protocol: tcp, port: 7001, serverGroup: echo, synProxy: on, bandwidth: 1Mbps},
                {protocol: http, port: 80, serverGroup: echo, maxConnections: 5},
                {protocol: udp, port: 53, serverGroup: echo, state: stopped}]}],
             serverGroups: [{name: echo, servers: [{address: 10.0.0.31, port: 7001}]}]
            """;

    private static final String DIRECTORS =
            """
            ,directors: [{name: director-1, interfaces: [eth0, eth1],
               localAddresses: [198.18.1.0/28],
               vrrp: [{id: 10, addresses: [203.0.113.10]}]}]
            """;

    private static final String CLUSTER =
            """
            ,cluster: {sync: {group: 224.0.0.82, interface: eth2, secretFile: cluster.secret,
              ipvs: [{name: old, interface: eth1, syncId: 7},
                {name: older, peers: [10.0.0.1, 10.0.0.2], port: 8849, receive: false, refresh: 5s}]}}
            """;

    @Test
    void directors_forward_streams_and_hand_http_to_the_proxies() {
        NodeConfig config =
                Compiler.compile(
                        catalog(DIRECTORS + CLUSTER), Role.DIRECTOR, TWO_PROXIES, NodeConfig.EMPTY);

        Golden.check("director.txt", Rendering.of(config));
    }

    @Test
    void proxies_behind_directors_take_http_alone() {
        NodeConfig config =
                Compiler.compile(catalog(DIRECTORS), Role.PROXY, TWO_PROXIES, NodeConfig.EMPTY);

        assertThat(ports(config)).containsExactly(80);
    }

    @Test
    void proxies_without_directors_take_all() {
        NodeConfig config =
                Compiler.compile(catalog(""), Role.PROXY, TWO_PROXIES, NodeConfig.EMPTY);

        assertThat(ports(config)).containsExactlyInAnyOrder(80, 7001);
    }

    @Test
    void what_the_fleet_does_not_touch_keeps_its_revision() {
        NodeConfig before =
                Compiler.compile(
                        catalog(DIRECTORS, 3), Role.DIRECTOR, TWO_PROXIES, NodeConfig.EMPTY);
        Fleet one = new Fleet(TWO_PROXIES.proxies().subList(0, 1));
        NodeConfig after = Compiler.compile(catalog(DIRECTORS, 4), Role.DIRECTOR, one, before);

        assertThat(after.resources().values())
                .filteredOn(resource -> resource.revision() == 4)
                .extracting(resource -> resource.key())
                .containsExactly("group/proxies-80");
    }

    private static List<Integer> ports(NodeConfig config) {
        return config.resources().values().stream()
                .filter(ListenerConfig.class::isInstance)
                .map(resource -> ((ListenerConfig) resource).port())
                .toList();
    }

    private static Catalog catalog(String more) {
        return catalog(more, 3);
    }

    private static Catalog catalog(String more, long revision) {
        return Written.file(BALANCERS + more + "}").catalog(revision);
    }
}
