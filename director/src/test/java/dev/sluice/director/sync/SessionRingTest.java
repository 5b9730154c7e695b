package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionRingTest {
    private static final int MANY = 50_000;
    private static final int KINDS = 16;

    @Test
    void all_that_is_put_comes_out_as_it_was() {
        var ring = new SessionRing(4);
        for (int seed = 0; seed < 1_000; seed++) {
            SyncedSession session = AnySession.of(new Random(seed));
            session.place = seed;
            session.windowOut = -3;
            assertThat(ring.put(seed % KINDS, session)).isTrue();
            ring.publish();

            var out = new SyncedSession();
            assertThat(ring.available(10)).isOne();
            assertThat(ring.take(out)).isEqualTo(seed % KINDS);
            ring.release();
            assertThat(out).as("seed %d", seed).usingRecursiveComparison().isEqualTo(session);
        }
    }

    @Test
    void a_full_ring_takes_no_more_before_something_was_released() {
        var ring = new SessionRing(4);
        SyncedSession session = AnySession.of(new Random(1));
        for (int i = 0; i < 4; i++) {
            assertThat(ring.room()).isEqualTo(4 - i);
            assertThat(ring.put(SessionRing.UPSERT, session)).isTrue();
        }
        assertThat(ring.put(SessionRing.UPSERT, session)).isFalse();
        assertThat(ring.available(1)).as("nothing was published").isZero();

        ring.publish();
        assertThat(ring.available(10)).isEqualTo(4);
        ring.take(new SyncedSession());
        assertThat(ring.put(SessionRing.UPSERT, session)).isFalse();
        ring.release();
        assertThat(ring.room()).isOne();
        assertThat(ring.put(SessionRing.UPSERT, session)).isTrue();
    }

    @Test
    void two_threads_lose_nothing_and_keep_the_order() throws Exception {
        var ring = new SessionRing(64);
        CompletableFuture<Void> putting = CompletableFuture.runAsync(() -> putMany(ring));
        var random = new Random(11);
        var out = new SyncedSession();
        for (int taken = 0; taken < MANY && !putting.isCompletedExceptionally(); ) {
            int ready = ring.available(1 + random.nextInt(40));
            for (int i = 0; i < ready; i++, taken++) {
                assertThat(ring.take(out)).isEqualTo(taken % KINDS);
                assertThat(out.place).isEqualTo(taken);
                assertThat(out.incarnation).isEqualTo(31L * taken);
                assertThat(out.clientLow).isEqualTo(7L * taken);
            }
            ring.release();
            Thread.onSpinWait();
        }
        putting.get(60, TimeUnit.SECONDS);
    }

    private static void putMany(SessionRing ring) {
        var random = new Random(12);
        var session = new SyncedSession();
        for (int i = 0; i < MANY; ) {
            session.place = i;
            session.incarnation = 31L * i;
            session.clientLow = 7L * i;
            if (ring.put(i % KINDS, session)) {
                i++;
                if (random.nextInt(8) == 0) {
                    ring.publish();
                }
            } else {
                ring.publish();
                Thread.onSpinWait();
            }
        }
        ring.publish();
    }
}
