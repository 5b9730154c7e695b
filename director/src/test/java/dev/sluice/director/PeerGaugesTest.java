package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Measure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerGaugesTest {
    @Test
    void what_routers_said_and_was_not_taken_is_shown_by_its_reason() {
        var measure = new Measure();
        var gauges = new PeerGauges(measure, List::of, Map::of);

        gauges.showRefused(() -> Map.of("marker", 2L), () -> Map.of("ttl", 5L));
        assertThat(measure.prometheusText())
                .contains("sluice_bgp_refused{reason=\"marker\"} 2")
                .contains("sluice_bfd_refused{reason=\"ttl\"} 5");

        gauges.show(List.of(), List.of());
        assertThat(measure.prometheusText()).doesNotContain("_refused{");
    }
}
