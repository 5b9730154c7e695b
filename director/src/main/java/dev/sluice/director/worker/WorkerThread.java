package dev.sluice.director.worker;

import dev.sluice.linux.call.ThreadSchedule;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Repeats a worker's round. With nothing to do it tries again for some microseconds, for frames
 * come in bursts, and then sleeps until there is something.
 */
final class WorkerThread {
    private static final int EMPTY_ROUNDS = 200;

    private static final VarHandle ROUNDS = handle();

    /** How long to wait for a port that cannot send, before it is tried again. */
    private static final long HELD_UP_MS = 1;

    private final ForwardingWorker worker;
    private final Sleeper sleeper;
    private final BooleanSupplier isWorkWaiting;
    private final long idleMs;
    private final Runnable ordinary;
    private final Thread thread;
    private volatile boolean stopping;

    @SuppressWarnings("unused") // by ROUNDS
    private long rounds;

    /**
     * @param ordinary hears that it goes before nobody, for that is not allowed
     * @param failed hears of what cannot be: the worker is dead then
     */
    WorkerThread(
            String name,
            ForwardingWorker worker,
            Sleeper sleeper,
            long idleMs,
            Runnable ordinary,
            Consumer<Throwable> failed) {
        this.worker = worker;
        this.sleeper = sleeper;
        this.isWorkWaiting = () -> stopping || worker.isWorkWaiting();
        this.idleMs = idleMs;
        this.ordinary = ordinary;
        this.thread =
                Thread.ofPlatform()
                        .name(name)
                        .daemon()
                        .uncaughtExceptionHandler((_, e) -> failed.accept(e))
                        .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** How many rounds it has made, idle ones too. Any thread. */
    long rounds() {
        return (long) ROUNDS.getOpaque(this);
    }

    private void run() {
        // Where others share its processor, more frames at a time cost less than each at once; but
        // what it has no time for is lost, while others only come later.
        ThreadSchedule.batch();
        if (!ThreadSchedule.takeMore()) {
            ordinary.run();
        }
        int empty = 0;
        long round = 0;
        while (!stopping) {
            ROUNDS.setOpaque(this, ++round);
            if (worker.doWork() > 0) {
                empty = 0;
            } else if (empty < EMPTY_ROUNDS) {
                empty++;
                Thread.onSpinWait();
            } else {
                sleeper.sleep(isWorkWaiting, worker.isHeldUp() ? HELD_UP_MS : idleMs);
            }
        }
    }

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(WorkerThread.class, "rounds", long.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("it has a field named rounds", e);
        }
    }

    /** Ends the thread and waits until it has. */
    void stop() {
        stopping = true;
        sleeper.wakeIfAsleep();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
