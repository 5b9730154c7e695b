package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.filter.Endpoint;
import dev.sluice.director.filter.FilterRules;
import dev.sluice.director.filter.SharedPorts;
import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.linux.netlink.Route;
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
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.ForwardConfig;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.model.node.TargetConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TakenFramesTest {
    private static final Address VIRTUAL = address("203.0.113.10");
    private static final Address HOST = address("192.0.2.5");

    @Test
    void replies_are_taken_of_servers_that_are_reached_by_nat() {
        assertThat(rules(table(Forwarding.NAT, "203.0.113.10", false)).backends())
                .containsExactly(new Endpoint(address("10.0.0.31"), 6, 7001));
        assertThat(rules(table(Forwarding.FULLNAT, "203.0.113.10", false)).backends()).isEmpty();
    }

    @Test
    void an_address_that_is_not_the_kernels_is_answered_for_and_silenced() {
        ForwardingTable table = table(Forwarding.FULLNAT, "203.0.113.10", false);

        assertThat(rules(table).ownedAddresses()).containsExactly(VIRTUAL);
        assertThat(rules(table).localNetworks()).hasSize(1);
        assertThat(SilentAddresses.of(table, Set.of(HOST)))
                .extracting(Route::destination)
                .extracting(address -> address.getHostAddress())
                .containsExactly("203.0.113.10", "198.18.1.0");
    }

    @Test
    void of_addresses_that_directors_elect_a_master_for_only_owned_ones_are_taken() {
        NodeConfig config =
                new Written()
                        .elected(100, Written.VIRTUAL, "10.91.2.200")
                        .servers("10.0.0.31")
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT)
                        .config();
        ForwardingTable built = build(config, Written.DIRECTOR);
        Address gateway = address("10.91.2.200");

        FilterRules backup = rules(built.owning(List.of(), List.of()));
        assertThat(backup.listeners()).isEmpty();
        assertThat(backup.virtualAddresses()).isEmpty();
        assertThat(backup.ownedAddresses()).isEmpty();
        assertThat(backup.localNetworks()).hasSize(1);
        assertThat(SilentAddresses.of(built.owning(List.of(), List.of()), Set.of())).hasSize(2);

        FilterRules master =
                rules(built.owning(List.of(address(Written.VIRTUAL), gateway), List.of()));
        assertThat(master.listeners()).hasSize(1);
        assertThat(master.ownedAddresses())
                .containsExactlyInAnyOrder(address(Written.VIRTUAL), gateway);
    }

    @Test
    void frames_for_an_address_that_was_given_up_are_taken_without_answering_for_it() {
        ForwardingTable built =
                build(
                        new Written()
                                .elected(100, Written.VIRTUAL)
                                .servers("10.0.0.31")
                                .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT)
                                .config(),
                        Written.DIRECTOR);
        Address address = address(Written.VIRTUAL);

        FilterRules rules =
                rules(built.owning(List.of(address), List.of())).unanswered(Set.of(address));

        assertThat(rules.listeners()).hasSize(1);
        assertThat(rules.virtualAddresses()).containsExactly(address);
        assertThat(rules.ownedAddresses()).isEmpty();
    }

    @Test
    void an_address_shared_with_the_kernel_is_left_to_it_but_for_listeners_and_high_ports() {
        ForwardingTable table = table(Forwarding.FULLNAT, "192.0.2.5", true);
        FilterRules rules = rules(table);

        assertThat(rules.listeners()).containsExactly(new Endpoint(HOST, 6, 7001));
        assertThat(rules.ownedAddresses()).isEmpty();
        assertThat(rules.localNetworks()).isEmpty();
        assertThat(rules.shared())
                .containsOnly(
                        Map.entry(
                                HOST,
                                new SharedPorts(LocalPorts.SHARED_PORT_MIN, LocalPorts.PORT_MAX)));
        assertThat(SilentAddresses.of(table, Set.of(HOST))).isEmpty();
    }

    private static FilterRules rules(ForwardingTable table) {
        var backends = new NatBackends();
        backends.update(table, 0);
        return TakenFrames.of(table, backends.endpoints(), Map.of(), Set.of(HOST));
    }

    private static ForwardingTable table(Forwarding method, String virtual, boolean shared) {
        var group =
                new GroupConfig(
                        "g",
                        1,
                        "echo",
                        List.of(new ServerConfig("10.0.0.31", 7001, 100)),
                        HealthCheck.TCP,
                        null);
        var listener =
                new ListenerConfig(
                        "l",
                        1,
                        "echo",
                        "web",
                        "lb",
                        virtual,
                        7001,
                        Protocol.TCP,
                        new TargetConfig(group.key(), Scheduling.WRR, null),
                        new AcceptConfig(ProxyProtocolMode.OFF, null, false, 0, 0, 0, 0),
                        new StreamConfig(5_000, 900_000, 0, 0, ClientAddressMode.OPTION),
                        null,
                        null,
                        new ForwardConfig(method, TunnelKind.IPIP, SynProxyMode.OFF, 0, 0));
        var director =
                new DirectorConfig(
                        "d",
                        1,
                        "director-1",
                        List.of("eth0"),
                        List.of(shared ? "192.0.2.5/32" : "198.18.1.0/28"),
                        shared,
                        false,
                        List.of());
        Map<String, NodeResource> resources =
                Stream.<NodeResource>of(group, listener, director)
                        .collect(Collectors.toMap(NodeResource::key, resource -> resource));
        return build(new NodeConfig(1, resources), "director-1");
    }

    private static ForwardingTable build(NodeConfig config, String name) {
        return new TableBuilder(_ -> Optional.empty(), () -> 0, 1, 1, new Measure())
                .build(config, name, ForwardingTable.EMPTY);
    }

    private static Address address(String literal) {
        return Address.parse(literal).orElseThrow();
    }
}
