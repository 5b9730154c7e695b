package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.own.Progress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WorkerPulseTest {
    private static final long PATIENCE_MS = 200;

    private final AtomicLongArray rounds = new AtomicLongArray(2);
    private final AtomicBoolean stuck = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean heard = new AtomicBoolean();

    @Test
    void a_worker_that_stands_still_is_told_of_and_so_is_that_it_goes_on() throws Exception {
        Thread workers = Thread.ofPlatform().daemon().start(this::work);
        var progress = new Progress(2, rounds::get, Director::nowMs, PATIENCE_MS);
        try (var pulse = new WorkerPulse(progress, heard::set)) {
            assertThat(pulse).isNotNull();
            Patience.await(heard::get);
            stuck.set(true);
            Patience.await(() -> !heard.get());
            stuck.set(false);
            Patience.await(heard::get);
        } finally {
            ended.set(true);
            workers.join();
        }
    }

    /** The second one stands still while it is stuck. */
    private void work() {
        while (!ended.get()) {
            rounds.incrementAndGet(0);
            if (!stuck.get()) {
                rounds.incrementAndGet(1);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
