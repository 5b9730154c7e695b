package dev.sluice.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Figures CALM = figures(2, 1, 1, 0);

    @Test
    void what_was_before_does_not_count() {
        Changes before = Changes.of(List.of(CALM, CALM));

        assertThat(before.since(before).transitions()).isZero();
    }

    @Test
    void masters_and_sessions_count_at_each_director() {
        Changes before = Changes.of(List.of(CALM, CALM, CALM));
        Changes now =
                Changes.of(List.of(figures(3, 1, 1, 0), figures(2, 2, 1, 1), figures(2, 1, 0, 0)));

        Changes since = now.since(before);

        assertThat(since.transitions()).isEqualTo(3);
        assertThat(since.words())
                .isEqualTo(
                        "1 changes of virtual routers, 1 BGP sessions established anew,"
                                + " 1 BFD sessions down, other directors not heard 1 times");
    }

    @Test
    void a_director_that_does_not_say_is_known_as_such() {
        assertThat(Changes.of(List.of(CALM, new Figures(""))).silent()).isEqualTo(1);
    }

    private static Figures figures(int masters, int sessions, int up, int lost) {
        return new Figures(
                """
                sluice_vrrp_transitions_total %d
                sluice_bgp_sessions_total{peer="192.0.2.1"} %d
                sluice_bfd_up{peer="192.0.2.1"} %d
                sluice_sync_peers_lost_total %d
                """
                        .formatted(masters, sessions, up, lost));
    }
}
