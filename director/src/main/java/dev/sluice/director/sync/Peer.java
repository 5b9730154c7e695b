package dev.sluice.director.sync;

import java.util.BitSet;

/** Another director, as this one knows it. Owned by the thread of the {@link SessionSync}. */
final class Peer {
    /** Long before any time. */
    static final long NEVER = Long.MIN_VALUE / 2;

    /** Of silence, after which a peer forwards no packets any more. */
    static final int GONE_MS = 3_000;

    final int node;

    /** The start of the peer that has shown that it is there now. */
    long epoch;

    /** Whether any has. */
    boolean isProven;

    /** What it was asked to repeat, to show that. */
    long nonce;

    /** When that was made up; it is not used for long. */
    long nonceMs = NEVER;

    boolean isAsked;
    long askedMs = NEVER;

    /** What it asked to have repeated. */
    long repeat;

    boolean owesRepeat;

    long heardMs;
    long seenMs;
    long controlSequence;
    ReceiveWindow window;

    /** Whether all that it told up to the window's beginning is known here. */
    boolean isWhole;

    /** Whether all that it knows is to be asked for, whatever is known of that. */
    boolean wantsAll;

    /** Whether there was no room for some of it. */
    boolean isShort;

    /**
     * What it says of what it tells: its newest datagram, and the oldest that it can send again.
     */
    long last;

    long oldest = Long.MAX_VALUE;
    boolean isComplete;

    /** Whether it tells of all that it knows from its first datagram on. */
    boolean tellsAll;

    /** Whether it has shown that it listens to this director in its present life. */
    boolean knowsMe;

    /** How far it knows what this director tells. */
    long acknowledged;

    /** What must have come of it before this director is complete; below 0 if not known yet. */
    long target = -1;

    boolean isLive;
    long nakMs;

    /** When the next bulk transfer from it may begin. */
    long bulkMs;

    int bulkFailures;

    /** Ranges that differed in the last audit, and those that did in the one before, too. */
    long differed;

    long differs;

    /** Whose orphaned sessions differ in this audit, and whose did in the one before. */
    BitSet orphansDiffer = new BitSet();

    BitSet orphansDiffered = new BitSet();

    /** Whose are to be asked for, and whose were last: they take turns. */
    final BitSet orphansWanted = new BitSet();

    int orphansAsked;

    private final int windowSize;

    Peer(int node, int windowSize) {
        this.node = node;
        this.windowSize = windowSize;
        this.window = new ReceiveWindow(windowSize);
    }

    /** It has shown that it is there, in another start than before. */
    void begins(long newEpoch, long sequence) {
        epoch = newEpoch;
        isProven = true;
        isAsked = false;
        nonceMs = NEVER;
        controlSequence = sequence;
        window = new ReceiveWindow(windowSize);
        isWhole = false;
        isShort = false;
        wantsAll = false;
        last = 0;
        oldest = Long.MAX_VALUE;
        isComplete = false;
        tellsAll = false;
        knowsMe = false;
        acknowledged = 0;
        target = -1;
        differed = 0;
        differs = 0;
        orphansDiffer.clear();
        orphansDiffered.clear();
        orphansWanted.clear();
        bulkMs = 0;
        bulkFailures = 0;
    }

    /** It begins another audit. */
    void nextAudit() {
        BitSet before = orphansDiffered;
        orphansDiffered = orphansDiffer;
        orphansDiffer = before;
        orphansDiffer.clear();
    }

    /** Whose orphaned sessions are to be asked for next; 0 if nobody's. */
    int nextOrphans() {
        int next = orphansWanted.nextSetBit(orphansAsked + 1);
        if (next < 0) {
            next = orphansWanted.nextSetBit(0);
        }
        if (next < 0) {
            return 0;
        }
        orphansWanted.clear(next);
        orphansAsked = next;
        return next;
    }

    /** How far what it tells is known here without a gap. */
    long known() {
        return isWhole && !isShort ? window.contiguous() : 0;
    }

    /** Whether something is missing that it cannot send again. */
    boolean needsBulk() {
        boolean isBehind = !isWhole || isShort || wantsAll || oldest > window.contiguous() + 1;
        return isProven && knowsMe && isBehind;
    }

    /**
     * Whether it may forward packets, and have sessions that nobody else knows, though it is not
     * live: where processors are short, a director that starts takes them from the threads of
     * others that speak to it.
     */
    boolean mayBeThere(long nowMs) {
        return nowMs - Math.max(heardMs, seenMs) < GONE_MS;
    }

    boolean lacks() {
        return isProven && Math.max(last, window.highest()) > window.contiguous();
    }

    /** Whether all came that it had told when it was met, and all since that is known of. */
    boolean isCaughtUp() {
        boolean reachedTarget = target >= 0 && window.contiguous() >= target;
        return isProven && reachedTarget && isWhole && !wantsAll && !lacks();
    }
}
