package dev.sluice.director.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Processor time of threads that should be idle, on a machine that may be busy with others. */
public final class ThreadTime {
    private static final int SECONDS_MAX = 15;
    private static final long ENOUGH_NS = 10_000_000;
    private static final long SECOND_NS = 1_000_000_000;

    private ThreadTime() {}

    /**
     * What threads took in the best of several seconds: compiling and a neighbour's work on the
     * caches cost a second now and then, spinning costs every one.
     */
    public static long leastOfOneSecondNs(Predicate<String> ofThreads) {
        long leastNs = Long.MAX_VALUE;
        for (int i = 0; i < SECONDS_MAX && leastNs > ENOUGH_NS; i++) {
            long beganNs = System.nanoTime();
            long beforeNs = cpuNs(ofThreads);
            while (System.nanoTime() - beganNs < SECOND_NS) {
                LockSupport.parkNanos(SECOND_NS / 10);
            }
            double seconds = (System.nanoTime() - beganNs) / (double) SECOND_NS;
            leastNs = Math.min(leastNs, (long) ((cpuNs(ofThreads) - beforeNs) / seconds));
        }
        return leastNs;
    }

    private static long cpuNs(Predicate<String> ofThreads) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && ofThreads.test(thread.getThreadName())) {
                sum += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return sum;
    }
}
