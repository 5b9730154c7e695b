package dev.sluice.director;

import dev.sluice.director.own.Progress;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Says again and again whether all workers make progress, see {@link Progress}. On a virtual thread
 * of its own.
 */
final class WorkerPulse implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(100);

    /** A batch takes well below a millisecond; a machine that is short of processors more. */
    static final long PATIENCE_MS = 2_000;

    /** Hears whether they do. */
    interface Listener {
        void works(boolean all);
    }

    private final LookAgain again;

    /**
     * @param progress asked by this object's thread alone
     */
    WorkerPulse(BooleanSupplier progress, Listener listener) {
        this.again = new LookAgain(EVERY, () -> listener.works(progress.getAsBoolean()));
    }

    @Override
    public void close() {
        again.close();
    }
}
