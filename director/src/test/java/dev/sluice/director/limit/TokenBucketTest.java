package dev.sluice.director.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final TokenBucket bucket = new TokenBucket();

    @Test
    void a_burst_goes_through_and_then_the_rate() {
        assertThat(taken(1_000_000, 20, 10)).isEqualTo(10);
        assertThat(taken(1_000_099, 5, 10)).isZero();
        assertThat(taken(1_000_100, 5, 10)).isEqualTo(1);
        assertThat(taken(1_000_600, 9, 10)).isEqualTo(5);
    }

    @Test
    void a_long_silence_saves_up_no_more_than_a_burst() {
        taken(0, 10, 10);

        assertThat(taken(86_400_000L * 365, 100, 10)).isEqualTo(10);
    }

    @Test
    void one_amount_greater_than_the_burst_goes_through_and_is_paid_for() {
        assertThat(bucket.take(0, 12_000, 8_000, 100)).isTrue();
        assertThat(bucket.take(1_499, 12_000, 8_000, 100)).isFalse();
        assertThat(bucket.take(1_500, 12_000, 8_000, 100)).isTrue();
    }

    @Test
    void small_frames_at_a_hundred_gigabits_are_counted_without_rounding() {
        long passed = 0;
        for (int ms = 1_000; ms < 1_010; ms++) {
            for (int i = 0; i < 250_000; i++) {
                passed += bucket.take(ms, 512, 100_000_000_000L, 1) ? 512 : 0;
            }
        }
        assertThat(passed).isBetween(1_000_000_000L, 1_015_000_000L);
    }

    @Test
    void a_new_rate_goes_on_from_what_was_used() {
        taken(5_000, 10, 10);

        assertThat(taken(5_000, 100, 20)).isZero();
        assertThat(taken(5_500, 100, 20)).isEqualTo(10);
    }

    @Test
    void threads_together_get_no_more_than_one_would() throws InterruptedException {
        var passed = new AtomicInteger();
        var threads =
                IntStream.range(0, 4)
                        .mapToObj(_ ->
                                Thread.ofPlatform()
                                        .start(() ->
                                                passed.addAndGet(taken(1_000, 50_000, 10_000))))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(passed).hasValue(10_000);
    }

    private int taken(long nowMs, int times, long perSecond) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += bucket.take(nowMs, 1, perSecond, 1_000) ? 1 : 0;
        }
        return taken;
    }
}
