package dev.sluice.director.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.node.BgpConfig;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.VirtualRouterConfig;
import dev.sluice.model.unit.Network;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocalNetworksTest {
    private static final BgpConfig BGP = new BgpConfig(64601, null, 3, 179, true, List.of());
    private static final Network FIRST = network("198.18.1.0/28");
    private static final Network SECOND = network("198.18.2.0/28");
    private static final Network THIRD = network("198.18.3.0/28");

    @Test
    void alone_a_director_has_its_own_and_nothing_else() {
        LocalNetworks seen = seenBy(2, null);

        assertThat(seen.kept()).containsExactly(SECOND);
        assertThat(seen.inheritable()).containsExactly(SECOND);
        assertThat(seen.announced()).isEmpty();
        assertThat(contains(seen, "198.18.3.5")).as("known as another's").isTrue();
        assertThat(contains(seen, "198.18.4.5")).isFalse();
    }

    @Test
    void one_that_announces_itself_is_an_heir_of_all_the_nearer_behind_the_owner_the_sooner() {
        assertThat(seenBy(1, BGP).announced()).isEqualTo(Map.of(FIRST, 0, SECOND, 2, THIRD, 1));
        assertThat(seenBy(2, BGP).announced()).isEqualTo(Map.of(FIRST, 1, SECOND, 0, THIRD, 2));
        assertThat(seenBy(3, BGP).inheritable()).containsExactlyInAnyOrder(FIRST, SECOND, THIRD);
        assertThat(seenBy(3, BGP).kept()).containsExactly(THIRD);
        assertThat(isAnnounced(seenBy(3, BGP), "198.18.1.5")).isTrue();
        assertThat(isAnnounced(seenBy(3, BGP), "198.18.4.5")).isFalse();
        assertThat(isAnnounced(seenBy(3, null), "198.18.3.5")).isFalse();
    }

    @Test
    void what_a_virtual_router_hands_on_is_its_master_s() {
        LocalNetworks seen = seenBy(1, null, "198.18.1.0/28", "198.18.2.0/28");

        assertThat(seen.kept()).isEmpty();
        assertThat(seen.inheritable()).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    private static LocalNetworks seenBy(int self, @Nullable BgpConfig bgp, String... handed) {
        List<DirectorConfig> all =
                Stream.of(3, 1, 2)
                        .map(number -> director(number, number == self ? bgp : BGP, handed))
                        .toList();
        return LocalNetworks.of(
                all.stream().filter(one -> one.number() == self).findFirst().orElseThrow(), all);
    }

    private static DirectorConfig director(int number, @Nullable BgpConfig bgp, String... handed) {
        var router =
                new VirtualRouterConfig(
                        21,
                        "eth0",
                        3,
                        100,
                        100,
                        true,
                        0,
                        List.of(),
                        "",
                        List.of(),
                        true,
                        List.of("10.0.0.21"),
                        List.of(handed),
                        false);
        return new DirectorConfig(
                "d" + number,
                1,
                "director-" + number,
                List.of("eth0"),
                List.of("198.18.%d.0/28".formatted(number)),
                false,
                false,
                List.of(),
                handed.length == 0 ? List.of() : List.of(router),
                bgp,
                number);
    }

    private static boolean contains(LocalNetworks networks, String text) {
        Address address = Address.parse(text).orElseThrow();
        return networks.contains(address.high(), address.low());
    }

    private static boolean isAnnounced(LocalNetworks networks, String text) {
        Address address = Address.parse(text).orElseThrow();
        return networks.isAnnounced(address.high(), address.low());
    }

    private static Network network(String text) {
        return Network.parse(text).orElseThrow();
    }
}
