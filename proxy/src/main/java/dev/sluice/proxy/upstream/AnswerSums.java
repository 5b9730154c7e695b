package dev.sluice.proxy.upstream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How a server has answered one loop, since the process began. Owned by the loop; any thread may
 * read, and sees recent values.
 */
final class AnswerSums {
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;
    private static final int ANSWERED = 2;
    private static final int LATENCY_US = 3;
    private static final int LENGTH = 4;

    private final long[] values = new long[LENGTH];

    private void add(int at, long amount) {
        VALUES.setOpaque(values, at, values[at] + amount);
    }

    void succeeded() {
        add(SUCCEEDED, 1);
    }

    void failed() {
        add(FAILED, 1);
    }

    void answered(long latencyUs) {
        add(ANSWERED, 1);
        add(LATENCY_US, latencyUs);
    }

    /** Adds up those of all loops. */
    static Sum of(AnswerSums... all) {
        long[] sums = new long[LENGTH];
        for (AnswerSums one : all) {
            for (int i = 0; i < LENGTH; i++) {
                sums[i] += (long) VALUES.getOpaque(one.values, i);
            }
        }
        return new Sum(sums[SUCCEEDED], sums[FAILED], sums[ANSWERED], sums[LATENCY_US]);
    }

    /** What some loops together have seen. */
    record Sum(long succeeded, long failed, long answered, long latencyUs) {
        static final Sum NOTHING = new Sum(0, 0, 0, 0);

        Sum minus(Sum before) {
            return new Sum(
                    succeeded - before.succeeded,
                    failed - before.failed,
                    answered - before.answered,
                    latencyUs - before.latencyUs);
        }

        long requests() {
            return succeeded + failed;
        }

        double successRate() {
            return requests() == 0 ? 1 : (double) succeeded / requests();
        }

        double meanUs() {
            return answered == 0 ? 0 : (double) latencyUs / answered;
        }
    }
}
