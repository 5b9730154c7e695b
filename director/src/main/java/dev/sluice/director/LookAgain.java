package dev.sluice.director;

import java.time.Duration;

/** Does something again and again, on a virtual thread of its own, until it is closed. */
final class LookAgain implements AutoCloseable {
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
                look.run();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
