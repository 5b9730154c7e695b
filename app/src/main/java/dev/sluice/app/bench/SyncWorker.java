package dev.sluice.app.bench;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.linux.call.ThreadSchedule;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** The worker's thread of a {@link SyncDirector}: its rounds are timed. */
final class SyncWorker {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SyncWork work;
    private final boolean isTimed;
    private final ConcurrentLinkedQueue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    private final TakenTimes rounds = new TakenTimes();
    private final TakenTimes entering = new TakenTimes();
    private final Thread thread = Thread.ofPlatform().name("worker").daemon().unstarted(this::run);
    private volatile int held;

    SyncWorker(SyncWork work, boolean isTimed) {
        this.work = work;
        this.isTimed = isTimed;
    }

    void start() {
        thread.start();
    }

    /** Any thread. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** How many sessions there were after its last round. Any thread. */
    int held() {
        return held;
    }

    private void run() {
        ThreadSchedule.batch();
        ThreadSchedule.takeMore();
        while (true) {
            for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
                job.run();
            }
            if (isTimed) {
                timedRound();
            } else {
                work.takeIn(nowMs());
                work.round(nowMs());
            }
            held = work.sessions().size();
            if (!work.isWaiting()) {
                LockSupport.parkNanos(work.pauseNs());
            }
        }
    }

    private void timedRound() {
        long beganNs = System.nanoTime();
        long beganCpuNs = THREADS.getCurrentThreadCpuTime();
        if (work.takeIn(nowMs()) > 0) {
            entering.add(
                    System.nanoTime() - beganNs, THREADS.getCurrentThreadCpuTime() - beganCpuNs);
        }
        work.round(nowMs());
        rounds.add(System.nanoTime() - beganNs, THREADS.getCurrentThreadCpuTime() - beganCpuNs);
    }

    /** The clock of sessions. */
    static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    /** Has something done between two rounds, and waits for it. Any other thread. */
    <T> T ask(Callable<T> what) {
        var job = new FutureTask<>(what);
        jobs.add(job);
        wake();
        try {
            return job.get();
        } catch (Exception e) {
            throw new AssertionError("a worker's job fails", e);
        }
    }

    String rounds() {
        return ask(rounds::take);
    }

    String entering() {
        return ask(entering::take);
    }

    /** Names the sessions and their states. */
    String digest() {
        return ask(() -> {
            SessionTable table = work.sessions();
            var slab = table.slab();
            long sum = 0;
            for (int id = table.after(0); id != 0; id = table.after(id)) {
                long at = table.at(id);
                long key =
                        Session.clientLow(slab, at) << 20
                                ^ (long) Session.clientPort(slab, at) << 4
                                ^ Session.state(slab, at);
                sum += (key * 0x9E37_79B9_7F4A_7C15L) >>> 7;
            }
            return table.size() + "/" + Long.toHexString(sum);
        });
    }
}
