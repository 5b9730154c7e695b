package dev.sluice.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilencesTest {
    private static final long MS = 1_000_000;
    private static final long FAULT = 1_000 * MS;
    private static final long SOON = FAULT + 200 * MS;

    private final Silences silences = new Silences();

    @Test
    void a_silence_that_a_fault_brought_about_lasts_from_the_fault_on() {
        silences.heard(FAULT - 10 * MS, FAULT + 400 * MS);

        assertThat(silences.lastedNs(FAULT, SOON)).isEqualTo(400 * MS);
    }

    @Test
    void what_falls_silent_later_or_for_a_moment_does_not_count() {
        silences.heard(FAULT, FAULT + 50 * MS);
        silences.heard(FAULT + 3_000 * MS, FAULT + 3_100 * MS);

        assertThat(silences.lastedNs(FAULT, SOON)).isZero();
    }

    @Test
    void a_silence_lasts_while_nothing_was_heard_since_the_fault() {
        assertThat(Silences.lasts(FAULT, SOON, FAULT + 100 * MS)).isTrue();
        assertThat(Silences.lasts(FAULT, SOON, FAULT + 50 * MS)).isFalse();
        assertThat(Silences.lasts(FAULT + 300 * MS, SOON, FAULT + 900 * MS)).isFalse();
    }
}
