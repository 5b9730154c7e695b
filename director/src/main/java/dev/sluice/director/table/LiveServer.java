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
 * <p>Its standing is written by health checks and by the thread that builds tables, and read by
 * every worker. Each worker counts its own sessions; the sum may be read by any.
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
    private final Standings standings;
    private final int[] active;
    private final CounterRow[] counters;
    private volatile boolean well = true;
    private boolean named = true;
    private boolean resting;
    private volatile Standing standing = Standing.SERVING;
    private volatile long sinceMs;

    /** What has become of a server since work was given to it. */
    public enum Standing {
        /** Takes new work. */
        SERVING,
        /** Takes no new work: its weight is 0. */
        RESTING,
        /** Removed from its group, or found ill by its probes. */
        GONE
    }

    /**
     * @param standings hears when its standing changes
     */
    LiveServer(
            int number,
            String group,
            String endpoint,
            int workers,
            Measure measure,
            Standings standings) {
        this.number = number;
        this.group = group.intern();
        this.endpoint = endpoint;
        this.standings = standings;
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

    /** The group's id, interned. */
    public String group() {
        return group;
    }

    /** Address and port as users write them. */
    public String endpoint() {
        return endpoint;
    }

    /** Whether it may get new work, apart from its weight. */
    public boolean usable() {
        return standing != Standing.GONE;
    }

    public Standing standing() {
        return standing;
    }

    /** Since when its standing is what it is. */
    public long sinceMs() {
        return sinceMs;
    }

    /** Whether probes found nothing wrong with it. */
    public boolean isWell() {
        return well;
    }

    /** Takes what probes found out. */
    public synchronized void usable(boolean is, long nowMs) {
        well = is;
        judge(nowMs);
    }

    /** The newest table names it, with a weight. */
    synchronized void named(int weight, long nowMs) {
        named = true;
        resting = weight == 0;
        judge(nowMs);
    }

    /** The newest table does not name it. */
    synchronized void removed(long nowMs) {
        named = false;
        judge(nowMs);
    }

    private void judge(long nowMs) {
        Standing now =
                !well || !named ? Standing.GONE : resting ? Standing.RESTING : Standing.SERVING;
        if (now != standing) {
            sinceMs = nowMs;
            standing = now;
            standings.changed();
        }
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
