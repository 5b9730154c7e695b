package dev.sluice.director.warm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.worker.FrameWork;
import dev.sluice.measure.Measure;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final int ROUNDS = 1200;
    private static final int ROUNDS_BEFORE_TAKING_OVER = 500;

    /** In which connections end and begin anew a few times. */
    private static final int ROUNDS_OF_LIVES = 4_000;

    private static final long OFFLOADED = 1_024;
    private static final long HOUR_NS = 3_600_000_000_000L;

    /** As a director's own, but for what it counts. */
    private record Work(Forwarder forwarder, Measure measure) implements FrameWork {
        @Override
        public void forward(Batch batch, long nowMs) {
            forwarder.forward(batch, nowMs);
        }

        @Override
        public void expire(long nowMs) {
            forwarder.expire(nowMs);
        }
    }

    @Test
    void every_frame_of_nobody_is_forwarded_both_ways() {
        try (var warmUp = new WarmUp(false, Work::new)) {
            assertThat(warmUp.run(ROUNDS, HOUR_NS, 0)).isEqualTo(ROUNDS * 2 * 32);
        }
    }

    @Test
    void sessions_are_shared_with_nobody_too() {
        try (var warmUp = new WarmUp(false, Work::new)) {
            warmUp.run(ROUNDS_BEFORE_TAKING_OVER, HOUR_NS, 0);
            assertThat(warmUp.peers()).isGreaterThanOrEqualTo(1_024);
        }
    }

    @Test
    void it_ends_when_its_time_is_over() {
        try (var warmUp = new WarmUp(false, Work::new)) {
            assertThat(warmUp.run(ROUNDS, 0, 0)).isZero();
        }
    }

    @Test
    void the_kernel_is_told_of_sessions_of_all_listeners_again_and_again() {
        Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root"), "not run without root: BPF");
        try (var warmUp = new WarmUp(true, Work::new)) {
            assertThat(warmUp.run(ROUNDS_OF_LIVES, HOUR_NS, 0)).isEqualTo(ROUNDS_OF_LIVES * 2 * 32);
            assertThat(warmUp.offloaded()).isGreaterThan(OFFLOADED);
        }
    }
}
