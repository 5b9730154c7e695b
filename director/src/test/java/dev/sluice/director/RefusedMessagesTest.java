package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import dev.sluice.model.node.ClusterReport.CountReport;
import org.junit.jupiter.api.Test;

class RefusedMessagesTest {
    private final Measure measure = new Measure();

    @Test
    void what_should_not_come_is_told_in_words() {
        var refused = new RefusedMessages(measure);
        assertThat(refused.counts()).isEmpty();

        measure.row(Scope.SYNC_REFUSAL, "not_authentic").add(Counter.SYNC_REFUSED, 3);
        measure.row(Scope.SYNC_REFUSAL, "unknown_version").add(Counter.SYNC_REFUSED, 1);
        measure.row(Scope.VRRP_REFUSAL, "other_version").add(Counter.VRRP_REFUSED, 2);
        measure.row(Scope.IPVS_REFUSAL, "unknown_service").add(Counter.IPVS_REFUSED, 4);

        assertThat(refused.counts())
                .containsExactly(
                        new CountReport(
                                "session sync: not made with this cluster's secret, or changed on"
                                        + " its way",
                                3),
                        new CountReport("session sync: a release too far from this one", 1),
                        new CountReport("VRRP: of another version than is configured here", 2),
                        new CountReport("LVS: of an address and port that no listener has", 4));
    }

    @Test
    void what_comes_in_the_course_of_things_is_only_counted() {
        measure.row(Scope.SYNC_REFUSAL, "replayed").add(Counter.SYNC_REFUSED, 3);
        measure.row(Scope.VRRP_REFUSAL, "own").add(Counter.VRRP_REFUSED, 3);

        assertThat(new RefusedMessages(measure).counts()).isEmpty();
    }
}
