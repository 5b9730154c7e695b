package dev.sluice.director;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again, on a virtual thread of its own, until it is closed. What fails
 * once may succeed the next time.
 */
final class LookAgain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LookAgain.class);

    private final Thread thread;

    /**
     * Begins.
     *
     * @param every how long after it was done it is done again, and before the first time
     */
    LookAgain(Duration every, Runnable look) {
        thread = Thread.ofVirtual().name("look-again").start(() -> repeat(every, look));
    }

    private static void repeat(Duration every, Runnable look) {
        try {
            while (true) {
                Thread.sleep(every);
                once(look);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void once(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.warn("looking again failed; tried again in a while", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
