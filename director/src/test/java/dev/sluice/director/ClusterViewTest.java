package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.own.bfd.BfdState;
import dev.sluice.director.own.bgp.PeerState;
import dev.sluice.director.own.bgp.PeerStatus;
import dev.sluice.director.own.vrrp.Cause;
import dev.sluice.director.own.vrrp.ChecksumReading;
import dev.sluice.director.own.vrrp.Standing;
import dev.sluice.director.own.vrrp.State;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.director.table.Address;
import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.ClusterReport.BgpPeerReport;
import dev.sluice.model.node.ClusterReport.VirtualRouterReport;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
    private static final long NOW_NS = 50_000_000_000L;
    private static final long WALL_MS = 1_700_000_000_000L;

    private final ClusterView view = new ClusterView(NOW_NS, WALL_MS);

    @Test
    void a_director_alone_has_nothing_to_tell() {
        assertThat(view.of("serving", List.of(), List.of(), Map.of(), null)).isNull();
    }

    @Test
    void states_are_told_in_words_and_their_times_by_the_time_of_day() throws Exception {
        InetAddress router = InetAddress.getByName("192.0.2.1");
        var standing =
                new Standing(
                        router(),
                        State.MASTER,
                        Cause.MASTER_LEFT,
                        NOW_NS - 2_000_000_000L,
                        true,
                        90,
                        address("192.0.2.11"));
        var peer =
                new PeerStatus(router, 64600, PeerState.OPEN_SENT, 49_000, 3, 2, "it said nothing");

        ClusterReport told =
                view.of(
                        "serving",
                        List.of(standing),
                        List.of(peer),
                        Map.of(router, BfdState.UP),
                        null);

        assertThat(told)
                .isEqualTo(
                        new ClusterReport(
                                "serving",
                                List.of(
                                        new VirtualRouterReport(
                                                10,
                                                "front",
                                                "ipv4",
                                                "master",
                                                WALL_MS - 2_000,
                                                "the master said goodbye",
                                                true,
                                                90,
                                                "192.0.2.11",
                                                List.of("203.0.113.10"))),
                                List.of(
                                        new BgpPeerReport(
                                                "192.0.2.1",
                                                64600,
                                                "open sent",
                                                WALL_MS - 1_000,
                                                3,
                                                2,
                                                "it said nothing",
                                                "up")),
                                null));
    }

    private static VirtualRouterSettings router() {
        return new VirtualRouterSettings(
                "front",
                10,
                3,
                100,
                100,
                true,
                0,
                "",
                address("192.0.2.11"),
                List.of(),
                List.of(),
                ChecksumReading.WITH_PSEUDO_HEADER,
                List.of(address("203.0.113.10")));
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
