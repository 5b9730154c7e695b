package dev.sluice.director.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LongRingTest {
    private final LongRing ring = new LongRing(8);

    @Test
    void what_is_put_is_seen_once_it_is_published_and_in_order() {
        ring.put(1);
        ring.put(2);
        assertThat(ring.available(8)).isZero();

        ring.publish();

        assertThat(ring.available(1)).isEqualTo(1);
        assertThat(ring.available(8)).isEqualTo(2);
        assertThat(ring.take()).isEqualTo(1);
        assertThat(ring.take()).isEqualTo(2);
        assertThat(ring.available(8)).isZero();
    }

    @Test
    void a_full_ring_takes_nothing_until_places_are_released() {
        for (int i = 0; i < 8; i++) {
            assertThat(ring.put(i)).isTrue();
        }
        assertThat(ring.put(8)).isFalse();
        ring.publish();
        ring.available(8);
        ring.take();
        assertThat(ring.put(8)).isFalse();

        ring.release();

        assertThat(ring.put(8)).isTrue();
        assertThat(ring.put(9)).isFalse();
    }

    @Test
    void nothing_is_lost_between_two_threads() throws InterruptedException {
        int count = 200_000;
        boolean inOrder = true;
        Thread putting =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < count; i++) {
                                while (!ring.put(i)) {
                                    ring.publish();
                                    LockSupport.parkNanos(1);
                                }
                                if (i % 3 == 0) {
                                    ring.publish();
                                }
                            }
                            ring.publish();
                        });
        for (int next = 0; next < count; ) {
            int ready = ring.available(5);
            for (int i = 0; i < ready; i++) {
                inOrder &= ring.take() == next++;
            }
            ring.release();
            if (ready == 0) {
                LockSupport.parkNanos(1); // for the other thread, where there is one processor
            }
        }
        putting.join();
        assertThat(inOrder).isTrue();
    }

    @Test
    void a_frame_fits_a_number() {
        long word = FrameWord.of((1L << 40) - 1, 4096, 1023);

        assertThat(FrameWord.frame(word)).isEqualTo((1L << 40) - 1);
        assertThat(FrameWord.length(word)).isEqualTo(4096);
        assertThat(FrameWord.port(word)).isEqualTo(1023);
    }
}
