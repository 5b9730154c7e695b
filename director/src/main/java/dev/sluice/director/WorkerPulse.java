package dev.sluice.director;

import dev.sluice.director.worker.Workers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether all workers get on with their work: each is asked now and then, and answers between two
 * batches. On a virtual thread of its own.
 */
final class WorkerPulse implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(200);

    /** A batch takes well below a millisecond; a machine that is short of processors more. */
    private static final long ANSWER_MS = 2_000;

    /** Hears whether they do, again and again. */
    interface Listener {
        void works(boolean all);
    }

    private final Workers workers;
    private final Listener listener;
    private final LookAgain again;
    private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

    WorkerPulse(Workers workers, Listener listener) {
        this.workers = workers;
        this.listener = listener;
        this.again = new LookAgain(EVERY, this::feel);
    }

    private void feel() {
        if (answer.isDone()) {
            answer = workers.between(_ -> () -> {});
        }
        try {
            answer.get(ANSWER_MS, TimeUnit.MILLISECONDS);
            listener.works(true);
        } catch (TimeoutException | ExecutionException _) {
            listener.works(false);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        again.close();
    }
}
