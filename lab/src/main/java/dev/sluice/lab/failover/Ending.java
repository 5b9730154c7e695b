package dev.sluice.lab.failover;

import dev.sluice.lab.process.LabFailure;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that nothing is left of a region where this process is told to end in the midst of a
 * run, as by Ctrl-C. Where it is killed at once, the next run clears what is left.
 */
public final class Ending implements AutoCloseable {
    private static final int LIMIT_S = 20;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "end failover");
    private volatile boolean told;

    private Ending() {}

    /** From now on, until it is closed. */
    public static Ending watch() {
        var ending = new Ending();
        Runtime.getRuntime().addShutdownHook(ending.hook);
        return ending;
    }

    /** Refuses to begin anything more. */
    public void check() throws LabFailure {
        if (told) {
            throw new LabFailure("told to end");
        }
    }

    /** Twice: the run, whose region goes, may still have made something meanwhile. */
    private void end() {
        told = true;
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        clear();
        try {
            if (!over.await(LIMIT_S, TimeUnit.SECONDS)) {
                System.err.println("sluice: the run has not ended in " + LIMIT_S + " s");
            }
            clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void clear() {
        try {
            FailoverRegion.clear();
        } catch (LabFailure e) {
            System.err.println("sluice: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        over.countDown();
        if (!told) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
