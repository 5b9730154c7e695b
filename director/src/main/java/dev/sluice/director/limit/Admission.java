package dev.sluice.director.limit;

import dev.sluice.director.packet.Drop;

/**
 * Whether a listener takes a new connection, and whether a frame of one that is open may pass: its
 * own limits, then its load balancer's. Any worker; allocates nothing. Made anew for every
 * configuration, over {@link Usage}s that outlive it.
 *
 * <p>What a refused connection took of a rate stays taken: a flood that one limit stops must not be
 * free for the other.
 */
public final class Admission {
    private final Limits own;
    private final Usage ownUsage;
    private final Limits shared;
    private final Usage sharedUsage;
    private final boolean limitsBandwidth;

    /**
     * @param own limits of the listener
     * @param shared limits of the load balancer
     */
    public Admission(Limits own, Usage ownUsage, Limits shared, Usage sharedUsage) {
        this.own = own;
        this.ownUsage = ownUsage;
        this.shared = shared;
        this.sharedUsage = sharedUsage;
        this.limitsBandwidth = own.bitsPerSecond() > 0 || shared.bitsPerSecond() > 0;
    }

    /**
     * Lets a new connection or UDP session in, or says why not.
     *
     * @return {@link Drop#NONE} if it is in; then both usages are to be closed when it ends
     */
    public Drop enter(long nowMs) {
        if (!ownUsage.mayBegin(own, nowMs) || !sharedUsage.mayBegin(shared, nowMs)) {
            return Drop.RATE_LIMIT;
        }
        if (!ownUsage.open(own)) {
            return Drop.CONNECTION_LIMIT;
        }
        if (!sharedUsage.open(shared)) {
            ownUsage.close();
            return Drop.CONNECTION_LIMIT;
        }
        return Drop.NONE;
    }

    /** Whether no more would be let in now, whatever their rate. */
    public boolean isFull() {
        return ownUsage.isFull(own) || sharedUsage.isFull(shared);
    }

    /** What is open and what is allowed, in words; empty without limits. */
    public String text() {
        String mine = ownUsage.text(own);
        String all = sharedUsage.text(shared);
        return mine
                + (mine.isEmpty() || all.isEmpty() ? "" : "; ")
                + (all.isEmpty() ? "" : "of the whole load balancer: " + all);
    }

    /** Whether each frame is to be asked about. */
    public boolean limitsBandwidth() {
        return limitsBandwidth;
    }

    /** Whether a frame of a client's may pass. */
    public boolean passesIn(int bytes, long nowMs) {
        return !limitsBandwidth || spendIn(bytes, nowMs);
    }

    private boolean spendIn(int bytes, long nowMs) {
        return ownUsage.mayPassIn(own, nowMs, bytes) && sharedUsage.mayPassIn(shared, nowMs, bytes);
    }

    /** Whether a frame to a client may pass. */
    public boolean passesOut(int bytes, long nowMs) {
        return !limitsBandwidth || spendOut(bytes, nowMs);
    }

    private boolean spendOut(int bytes, long nowMs) {
        return ownUsage.mayPassOut(own, nowMs, bytes)
                && sharedUsage.mayPassOut(shared, nowMs, bytes);
    }
}
