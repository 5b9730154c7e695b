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
    void several_directors_share_the_virtual_addresses_flow_by_flow() {
        assertThat(lines(new RegionSize(2, 2, 3, 1)))
                .contains(
                        "route add 203.0.113.0/24 nexthop via 192.0.2.11 nexthop via 192.0.2.12",
                        "route add 2001:db8:113::/64 nexthop via 2001:db8:2::11 nexthop via 2001:db8:2::12")
                .anyMatch(line -> line.contains("net.ipv4.fib_multipath_hash_policy=1"));
    }

    @Test
    void a_master_of_virtual_addresses_is_looked_for_in_the_router_s_network() {
        assertThat(lines(new RegionSize(2, 2, 3, 1, Ownership.VRRP)))
                .contains(
                        "route add 203.0.113.0/24 dev front",
                        "route add 2001:db8:113::/64 dev front");
    }

    @Test
    void each_director_has_its_local_addresses_to_itself() {
        assertThat(lines(new RegionSize(2, 1, 1, 1)))
                .contains(
                        "route add 198.18.1.0/28 via 10.1.0.11",
                        "route add 198.18.2.0/28 via 10.1.0.12",
                        "route add 2001:db8:18:2::/124 via 2001:db8:10::12");
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
        assertThat(lines.stream().filter(line -> line.contains("ethtool"))).hasSize(4);
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
