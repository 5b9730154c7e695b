package dev.sluice.director.own;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * Whether all workers make progress: each counts its rounds, idle ones too, and none may stand
 * still for longer than is patience. For one thread.
 */
public final class Progress implements BooleanSupplier {
    /** Well above what an idle worker sleeps and a loaded machine keeps a thread waiting. */
    public static final long PATIENCE_MS = 300;

    private final IntToLongFunction rounds;
    private final LongSupplier nowMs;
    private final long patienceMs;
    private final long[] seen;
    private final long[] movedMs;

    /**
     * @param rounds how many rounds the worker of a number has made
     */
    public Progress(int workers, IntToLongFunction rounds, LongSupplier nowMs, long patienceMs) {
        this.rounds = rounds;
        this.nowMs = nowMs;
        this.patienceMs = patienceMs;
        this.seen = new long[workers];
        this.movedMs = new long[workers];
        Arrays.setAll(seen, rounds);
        Arrays.fill(movedMs, nowMs.getAsLong());
    }

    @Override
    public boolean getAsBoolean() {
        long now = nowMs.getAsLong();
        boolean all = true;
        for (int worker = 0; worker < seen.length; worker++) {
            long newest = rounds.applyAsLong(worker);
            if (newest != seen[worker]) {
                seen[worker] = newest;
                movedMs[worker] = now;
            }
            all &= now - movedMs[worker] < patienceMs;
        }
        return all;
    }
}
