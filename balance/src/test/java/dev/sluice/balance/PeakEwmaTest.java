package dev.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeakEwmaTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final PeakEwma latency = new PeakEwma();

    @Test
    void nothing_recorded_is_unknown_and_anything_recorded_is_not() {
        assertThat(latency.valueUs(5)).isZero();
        latency.record(0, 5);
        assertThat(latency.valueUs(100 * SECOND_NS)).isEqualTo(1);
    }

    @Test
    void a_slow_answer_counts_at_once_and_fast_ones_little_by_little() {
        latency.record(1_000, 0);
        latency.record(50_000, 1);
        assertThat(latency.valueUs(1)).isEqualTo(50_000);

        latency.record(1_000, SECOND_NS);
        assertThat(latency.valueUs(SECOND_NS)).isBetween(40_000L, 49_000L);
    }

    @Test
    void an_average_fades_while_nothing_is_heard() {
        latency.record(1_000_000, 0);

        assertThat(latency.valueUs(10 * SECOND_NS)).isBetween(360_000L, 370_000L);
        assertThat(latency.valueUs(600 * SECOND_NS)).isEqualTo(1);
    }

    @Test
    void a_clock_that_seems_to_go_back_changes_nothing() {
        latency.record(1_000, 10);

        assertThat(latency.valueUs(0)).isEqualTo(1_000);
    }
}
