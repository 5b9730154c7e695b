package dev.sluice.lab.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopologyTest {
    private static final Path EXPECTED = Path.of("src/test/resources/golden/region.txt");

    @Test
    void the_usual_region_is_made_by_these_steps() throws IOException {
        String steps = text(Region.of("sluice-", RegionSize.USUAL));
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(EXPECTED.getParent());
            Files.writeString(EXPECTED, steps);
        }

        assertThat(steps).isEqualTo(Files.readString(EXPECTED));
    }

    @Test
    void a_router_that_hears_directors_has_no_routes_to_them_and_spreads_flows() {
        RegionSize size = new RegionSize(2, 2, 3, 1);

        assertThat(lines(size))
                .noneMatch(line -> line.startsWith("route add 203.0.113.0/24 nexthop"))
                .noneMatch(line -> line.startsWith("route add 198.18."))
                .contains("route add default via 10.1.0.1")
                .anyMatch(line -> line.contains("net.ipv4.fib_multipath_hash_policy=1"));
        assertThat(RouterText.of(Region.of("sluice-", size)))
                .contains(
                        "protocol bgp director_1",
                        "neighbor 192.0.2.11 as 64601",
                        "protocol bgp director_2",
                        "neighbor 192.0.2.12 as 64601",
                        "merge paths yes");
    }

    @Test
    void a_master_of_virtual_addresses_is_looked_for_in_the_router_s_network() {
        assertThat(lines(new RegionSize(2, 2, 3, 1, Ownership.VRRP)))
                .contains(
                        "route add 203.0.113.0/24 dev front",
                        "route add 2001:db8:113::/64 dev front");
    }

    @Test
    void where_masters_are_elected_local_addresses_are_reached_by_gateways_that_move() {
        assertThat(lines(new RegionSize(2, 1, 1, 1, Ownership.VRRP)))
                .contains(
                        "route add default via 10.1.0.20",
                        "route add 198.18.1.0/28 via 10.1.0.21",
                        "route add 198.18.2.0/28 via 10.1.0.22",
                        "route add 2001:db8:18:2::/124 via 2001:db8:10::22");
    }

    @Test
    void directors_that_elect_masters_are_heirs_of_each_other_s_local_addresses() {
        var text =
                new DirectorsText(
                        new RegionSize(3, 1, 1, 1, Ownership.VRRP), List.of("203.0.113.10"));

        assertThat(text.text().lines().map(String::strip))
                .contains(
                        "- { id: 10, interface: front, priority: 190, interval: 100ms, syncGroup: lab, addresses: [ \"203.0.113.10\" ] }",
                        "- { id: 21, interface: back, priority: 200, interval: 100ms, syncGroup: local-1, addresses: [ \"10.1.0.21\" ], track: [ { interface: front } ], localAddresses: [ \"198.18.1.0/28\" ] }",
                        "- { id: 21, interface: back, priority: 190, interval: 100ms, syncGroup: local-1, addresses: [ \"10.1.0.21\" ], track: [ { interface: front } ], localAddresses: [ \"198.18.1.0/28\" ] }",
                        "- { id: 21, interface: back, priority: 180, interval: 100ms, syncGroup: local-1, addresses: [ \"10.1.0.21\" ], track: [ { interface: front } ], localAddresses: [ \"198.18.1.0/28\" ] }",
                        "sync: { group: 224.0.0.82, interface: sync, secretFile: cluster.secret }");
    }

    @Test
    void without_directors_the_router_spreads_over_the_proxies() {
        assertThat(lines(new RegionSize(0, 2, 1, 1)))
                .contains("route add 203.0.113.0/24 nexthop via 192.0.2.31 nexthop via 192.0.2.32")
                .noneMatch(line -> line.contains("198.18."));
    }

    @Test
    void only_what_a_director_takes_raw_has_further_queues_and_no_offloads() {
        List<String> lines = lines(new RegionSize(1, 1, 1, 4));

        assertThat(lines.stream().filter(line -> line.contains("numtxqueues 4")))
                .hasSize(2)
                .allMatch(line -> line.contains("director-1"));
        assertThat(lines.stream().filter(line -> line.contains("ethtool"))).hasSize(6);
    }

    @Test
    void the_names_of_interfaces_are_short_enough_for_the_kernel() {
        Region region = Region.of("sluice-", new RegionSize(8, 16, 64, 1));

        assertThat(region.nodes().stream().flatMap(node -> node.legs().stream()))
                .allSatisfy(leg -> assertThat(leg.port()).hasSizeLessThanOrEqualTo(15));
    }

    private static List<String> lines(RegionSize size) {
        return text(Region.of("sluice-", size)).lines().map(String::strip).toList();
    }

    private static String text(Region region) {
        return new Topology(region)
                .up().stream()
                        .flatMap(step ->
                                Stream.concat(
                                        Stream.of(step.toString()),
                                        step.input().stream().map(line -> "    " + line)))
                        .collect(Collectors.joining("\n", "", "\n"));
    }
}
