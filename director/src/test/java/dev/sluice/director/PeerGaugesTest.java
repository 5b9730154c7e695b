package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.own.RouterSessions;
import dev.sluice.director.own.bfd.BfdState;
import dev.sluice.director.own.bgp.PeerState;
import dev.sluice.director.own.bgp.PeerStatus;
import dev.sluice.measure.Measure;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerGaugesTest {
    private static final InetAddress ROUTER = InetAddress.ofLiteral("192.0.2.1");

    private final Measure measure = new Measure();
    private final PeerGauges gauges = new PeerGauges(measure);

    /** Routers that have said so much. */
    private record Said(long sessions, long marker, long ttl, long notAccepted)
            implements RouterSessions {
        @Override
        public List<PeerStatus> peers() {
            return List.of(
                    new PeerStatus(ROUTER, 64600, PeerState.ESTABLISHED, 0, 3, sessions, ""));
        }

        @Override
        public Map<InetAddress, BfdState> neighbours() {
            return Map.of(ROUTER, BfdState.UP);
        }

        @Override
        public Map<String, Long> refusedByBgp() {
            return Map.of("marker", marker);
        }

        @Override
        public Map<String, Long> refusedByBfd() {
            return Map.of("ttl", ttl);
        }
    }

    @Test
    void what_routers_are_told_and_what_they_said_that_was_not_taken_is_shown() {
        gauges.begin(new Said(1, 2, 5, 1));

        assertThat(measure.prometheusText())
                .contains("sluice_bgp_established{peer=\"192.0.2.1\"} 1\n")
                .contains("sluice_bgp_routes{peer=\"192.0.2.1\"} 3\n")
                .contains("sluice_bgp_sessions_total{peer=\"192.0.2.1\"} 1\n")
                .contains("sluice_bfd_up{peer=\"192.0.2.1\"} 1\n")
                .contains("# TYPE sluice_bgp_refused_total counter\n")
                .contains("sluice_bgp_refused_total{reason=\"marker\"} 2\n")
                .contains("sluice_bfd_refused_total{reason=\"ttl\"} 5\n")
                .contains("sluice_bgp_not_accepted_total 1\n");

        gauges.hide();
        assertThat(measure.prometheusText())
                .doesNotContain("sluice_bgp_established{", "_refused_total{", "bfd_up{")
                .doesNotContain("sluice_bgp_not_accepted_total 1\n");
    }

    @Test
    void what_was_counted_by_other_settings_is_kept() {
        gauges.begin(new Said(1, 2, 5, 1));
        gauges.hide();
        gauges.end();

        gauges.begin(new Said(3, 0, 1, 2));
        assertThat(measure.prometheusText())
                .contains("sluice_bgp_sessions_total{peer=\"192.0.2.1\"} 4\n")
                .contains("sluice_bgp_refused_total{reason=\"marker\"} 2\n")
                .contains("sluice_bfd_refused_total{reason=\"ttl\"} 6\n")
                .contains("sluice_bgp_not_accepted_total 3\n");
    }
}
