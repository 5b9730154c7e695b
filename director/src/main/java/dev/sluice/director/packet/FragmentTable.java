package dev.sluice.director.packet;

/**
 * Packets of which fragments have come, each for a while: what the first fragment, which alone has
 * ports, was found to belong to, so that the others can follow it; which bytes have been seen, so
 * that none is let through twice; and frames that came before the first one. Of fixed size, and
 * owned by one worker.
 *
 * <p>A fragment that overlaps bytes seen before goes no further (RFC 5722 §4, RFC 1858 §4): what
 * the receiver puts together is what was looked at here. The oldest packet gives way to a new one,
 * so a flood of fragments costs other fragments and nothing else.
 *
 * <p>A packet's place is good until it is removed or another one is begun.
 */
public final class FragmentTable {
    /** No such packet, no such frame. */
    public static final int NONE = -1;

    private final int timeoutMs;
    private final FragmentIndex index;
    private final AgeOrder ages;
    private final SeenRanges seen;
    private final HeldFrames waiting;
    private final long[] decision;
    private final int[] label;

    /**
     * @param packets how many at once
     * @param frames how many are held at once
     * @param timeoutMs how long a packet is remembered from its first fragment on
     * @param seed secret: where packets lie in the table depends on it
     */
    public FragmentTable(int packets, int frames, int timeoutMs, long seed) {
        this.timeoutMs = timeoutMs;
        index = new FragmentIndex(packets, seed);
        ages = new AgeOrder(packets);
        seen = new SeenRanges(packets);
        waiting = new HeldFrames(packets, frames);
        decision = new long[packets];
        label = new int[packets];
    }

    /** How many packets are remembered. */
    public int size() {
        return ages.size();
    }

    /** How many frames are held, stale ones included. */
    public int held() {
        return waiting.size();
    }

    /** The place of a packet, or {@link #NONE}. */
    public int find(
            long fromHigh,
            long fromLow,
            long toHigh,
            long toLow,
            int protocol,
            int identification) {
        return index.find(fromHigh, fromLow, toHigh, toLow, protocol, identification);
    }

    /** Begins to remember a packet that is not there; the oldest gives way if there is no place. */
    public int begin(
            long fromHigh,
            long fromLow,
            long toHigh,
            long toLow,
            int protocol,
            int identification,
            long nowMs) {
        if (index.isFull()) {
            remove(ages.oldest());
        }
        int at = index.put(fromHigh, fromLow, toHigh, toLow, protocol, identification);
        ages.append(at, nowMs);
        decision[at] = 0;
        seen.clear(at);
        return at;
    }

    /**
     * Adds a fragment to what was seen of a packet.
     *
     * @param from where its data begins in the packet
     * @param bytes of data
     * @param more whether others follow behind it
     * @return {@link Drop#NONE}, or why it must go no further
     */
    public Drop add(int at, int from, int bytes, boolean more) {
        return seen.add(at, from, bytes, more);
    }

    /** Whether every byte of a packet has been seen: it may be removed. */
    public boolean isComplete(int at) {
        return seen.isComplete(at);
    }

    /** What {@link #decide} said of a packet; 0 as long as its first fragment has not come. */
    public long decision(int at) {
        return decision[at];
    }

    /** Remembers what the first fragment belongs to; not 0. */
    public void decide(int at, long what) {
        decision[at] = what;
    }

    /** The identification that a packet shall go on with; the one of {@link #relabel}. */
    public int label(int at) {
        return label[at];
    }

    /** Gives a packet another identification to go on with. */
    public void relabel(int at, int identification) {
        label[at] = identification;
    }

    /**
     * Holds a frame until the first fragment comes.
     *
     * @param port that it came in by
     * @return false if there is no room
     */
    public boolean hold(int at, long frame, int bytes, int port) {
        return waiting.append(at, frame, bytes, port);
    }

    /** The frame of a packet that was held longest, or {@link #NONE}. */
    public int nextHeld(int at) {
        return waiting.first(at);
    }

    /** Where a held frame begins. */
    public long frame(int heldAt) {
        return waiting.frame(heldAt);
    }

    /** A held frame's length. */
    public int frameLength(int heldAt) {
        return waiting.length(heldAt);
    }

    /** The port that a held frame came in by. */
    public int framePort(int heldAt) {
        return waiting.port(heldAt);
    }

    /** Has all that is held of a packet become stale. */
    public void spoil(int at) {
        waiting.spoil(at);
    }

    /** Gives {@link #nextHeld} back to the caller. */
    public void release(int at) {
        waiting.removeFirst(at);
    }

    /**
     * A held frame whose packet is forgotten, or {@link #NONE}. Whoever sees it frees its chunk.
     */
    public int nextStale() {
        return waiting.first(waiting.stale());
    }

    /** Gives {@link #nextStale} back to the caller. */
    public void releaseStale() {
        waiting.removeFirst(waiting.stale());
    }

    /** Forgets packets whose time is over. */
    public void expire(long nowMs) {
        while (ages.size() > 0 && ages.ageMs(ages.oldest(), nowMs) >= timeoutMs) {
            remove(ages.oldest());
        }
    }

    /** Forgets a packet. What was held of it becomes stale. */
    public void remove(int at) {
        index.remove(at);
        ages.remove(at);
        waiting.spoil(at);
    }
}
