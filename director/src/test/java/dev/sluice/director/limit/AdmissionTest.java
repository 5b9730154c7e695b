package dev.sluice.director.limit;

import static dev.sluice.director.packet.Drop.CONNECTION_LIMIT;
import static dev.sluice.director.packet.Drop.NONE;
import static dev.sluice.director.packet.Drop.RATE_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Usage usage = new Usage();
    private final Usage balancer = new Usage();

    @Test
    void connections_are_limited_until_one_ends() {
        var admission = limited(new Limits(2, 0, 0), Limits.NONE);
        admission.enter(0);
        admission.enter(0);

        assertThat(admission.enter(0)).isEqualTo(CONNECTION_LIMIT);
        usage.close();
        assertThat(admission.enter(0)).isEqualTo(NONE);
        assertThat(usage.openNow()).isEqualTo(2);
    }

    @Test
    void listeners_of_a_load_balancer_share_its_limits() {
        var shared = new Limits(3, 0, 0);
        var one = limited(Limits.NONE, shared);
        var other = new Admission(Limits.NONE, new Usage(), shared, balancer);
        one.enter(0);
        one.enter(0);
        other.enter(0);

        assertThat(one.enter(0)).isEqualTo(CONNECTION_LIMIT);
        assertThat(usage.openNow()).isEqualTo(2);
        balancer.close();
        assertThat(one.enter(0)).isEqualTo(NONE);
    }

    @Test
    void new_connections_are_limited_by_the_second() {
        var admission = limited(new Limits(0, 2, 0), Limits.NONE);
        admission.enter(5_000);
        admission.enter(5_000);

        assertThat(admission.enter(5_499)).isEqualTo(RATE_LIMIT);
        assertThat(admission.enter(5_500)).isEqualTo(NONE);
    }

    @Test
    void bandwidth_is_limited_each_way_and_by_whichever_limit_is_less() {
        var admission = limited(new Limits(0, 0, 1_000_000), new Limits(0, 0, 500_000));

        assertThat(passed(admission, true)).isEqualTo(6);
        assertThat(passed(admission, false)).isEqualTo(6);
    }

    @Test
    void a_changed_limit_finds_what_is_open() {
        limited(Limits.NONE, Limits.NONE).enter(0);
        limited(Limits.NONE, Limits.NONE).enter(0);

        var stricter = limited(new Limits(2, 0, 0), Limits.NONE);
        assertThat(stricter.enter(0)).isEqualTo(CONNECTION_LIMIT);
    }

    private static int passed(Admission admission, boolean in) {
        int passed = 0;
        for (int i = 0; i < 100; i++) {
            boolean passes =
                    in ? admission.passesIn(1_000, 9_000) : admission.passesOut(1_000, 9_000);
            passed += passes ? 1 : 0;
        }
        return passed;
    }

    private Admission limited(Limits own, Limits shared) {
        return new Admission(own, usage, shared, balancer);
    }
}
