package dev.sluice.director;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A director's way in among others: routers hear of it when it knows the sessions that the others
 * have, since packets of those come from then on. Others that do not tell all in time are not
 * waited for: there may be nobody else.
 */
final class Joining implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Thread thread;

    private Joining(Thread thread) {
        this.thread = thread;
    }

    /**
     * Begins to wait, on a thread of its own.
     *
     * @param complete whether all is known that others know
     * @param joined is done once, then
     */
    static Joining begin(BooleanSupplier complete, Runnable joined) {
        return new Joining(
                Thread.ofVirtual()
                        .name("joining")
                        .start(() -> {
                            if (await(complete)) {
                                joined.run();
                            }
                        }));
    }

    /** Whether it is time, and not the end. */
    private static boolean await(BooleanSupplier complete) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!complete.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                LOG.warn(
                        "incomplete: other directors have not told all their sessions within {} s",
                        PATIENCE.toSeconds());
                return true;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
