package dev.sluice.director.warm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final int ROUNDS = 1200;
    private static final long HOUR_NS = 3_600_000_000_000L;

    @Test
    void every_frame_of_nobody_is_forwarded_both_ways() {
        try (var warmUp = new WarmUp()) {
            assertThat(warmUp.run(ROUNDS, HOUR_NS, 0)).isEqualTo(ROUNDS * 2 * 32);
        }
    }

    @Test
    void it_ends_when_its_time_is_over() {
        try (var warmUp = new WarmUp()) {
            assertThat(warmUp.run(ROUNDS, 0, 0)).isZero();
        }
    }
}
