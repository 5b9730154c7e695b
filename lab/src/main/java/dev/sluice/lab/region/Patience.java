package dev.sluice.lab.region;

import java.time.Duration;

/** How long to wait for something that is looked at again and again. */
final class Patience {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final long deadlineNs;

    private Patience(long deadlineNs) {
        this.deadlineNs = deadlineNs;
    }

    static Patience ofSeconds(int seconds) {
        return new Patience(System.nanoTime() + Duration.ofSeconds(seconds).toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - deadlineNs > 0 || Thread.currentThread().isInterrupted();
    }

    /** Lets some time pass; an interrupt ends all patience. */
    void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
