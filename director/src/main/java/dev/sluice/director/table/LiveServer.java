package dev.sluice.director.table;

import dev.sluice.measure.CounterRow;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One server of one group while tables name it, and a while longer: what outlives tables. One
 * object and one number for as long as the process remembers it, so that a server that is taken out
 * and put back is the same one to the sessions that it has.
 *
 * <p>Health is written by health checks and read by every worker. Each worker counts its own
 * sessions; the sum may be read by any.
 */
public final class LiveServer {
    /** How many workers can count. */
    public static final int WORKERS_MAX = 64;

    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(int[].class);

    /** One cache line for each worker's count, so that they do not disturb each other. */
    private static final int STRIDE = 16;

    private final int number;
    private final String group;
    private final String endpoint;
    private final int[] active;
    private final CounterRow[] counters;
    private volatile boolean usable = true;
    private volatile long unusableSinceMs;
    private volatile boolean removed;
    private volatile long removedSinceMs;

    LiveServer(int number, String group, String endpoint, int workers, Measure measure) {
        this.number = number;
        this.group = group;
        this.endpoint = endpoint;
        this.active = new int[workers * STRIDE];
        this.counters = new CounterRow[workers];
        for (int worker = 0; worker < workers; worker++) {
            counters[worker] = measure.row(Scope.SERVER, group, endpoint);
        }
    }

    /** By which sessions name it; never 0. */
    public int number() {
        return number;
    }

    /** The group's id. */
    public String group() {
        return group;
    }

    /** Address and port as users write them. */
    public String endpoint() {
        return endpoint;
    }

    /** Whether it may get new work, as far as probes know. */
    public boolean usable() {
        return usable;
    }

    /** Takes what probes found out. */
    public void usable(boolean is, long nowMs) {
        if (usable != is) {
            unusableSinceMs = nowMs;
            usable = is;
        }
    }

    /** Since when it is not {@link #usable}; only while it is not. */
    public long unusableSinceMs() {
        return unusableSinceMs;
    }

    /** Whether the newest table does not name it. */
    public boolean removed() {
        return removed;
    }

    /** Since when it is {@link #removed}; only while it is. */
    public long removedSinceMs() {
        return removedSinceMs;
    }

    void removed(long nowMs) {
        removedSinceMs = nowMs;
        removed = true;
    }

    void named() {
        removed = false;
    }

    /** Counts a session of a worker in, or with -1 out. Only by that worker. */
    public void count(int worker, int difference) {
        int at = worker * STRIDE;
        COUNTS.setOpaque(active, at, active[at] + difference);
    }

    /** A worker's counters. */
    public CounterRow counters(int worker) {
        return counters[worker];
    }

    /** Sessions of all workers. */
    public int active() {
        int sum = 0;
        for (int at = 0; at < active.length; at += STRIDE) {
            sum += (int) COUNTS.getOpaque(active, at);
        }
        return sum;
    }
}
