package dev.sluice.director.packet;

/**
 * Flows about which a question is under way, and frames of theirs that wait for the answer. Of
 * fixed size, and owned by one worker. When it is full there is no place for another one: those
 * that wait do not wait for nothing.
 *
 * <p>A flow's place is good until it is removed. Its question's number names the place and how
 * often it was taken, so that an answer that comes too late is nobody's.
 */
public final class WaitingFlows {
    /** No such flow, no such frame. */
    public static final int NONE = -1;

    private final int flows;
    private final int framesEach;
    private final int waitMs;
    private final FragmentIndex index;
    private final AgeOrder ages;
    private final HeldFrames waiting;
    private final int[] turns;
    private final int[] count;
    private final int[] direction;
    private final boolean[] isTaken;

    /**
     * @param flows how many at once, a power of two
     * @param frames how many are held at once
     * @param framesEach how many of them of one flow
     * @param waitMs how long a flow waits
     * @param seed secret: where flows lie in the table depends on it
     */
    public WaitingFlows(int flows, int frames, int framesEach, int waitMs, long seed) {
        if (Integer.bitCount(flows) != 1) {
            throw new IllegalArgumentException(flows + " flows; it must be a power of two");
        }
        this.flows = flows;
        this.framesEach = framesEach;
        this.waitMs = waitMs;
        index = new FragmentIndex(flows, seed);
        ages = new AgeOrder(flows);
        waiting = new HeldFrames(flows, frames);
        turns = new int[flows];
        count = new int[flows];
        direction = new int[flows];
        isTaken = new boolean[flows];
    }

    /** How many flows wait. */
    public int size() {
        return ages.size();
    }

    /** How many frames are held. */
    public int held() {
        return waiting.size();
    }

    /** The place of a flow, or {@link #NONE}. */
    public int find(long fromHigh, long fromLow, long toHigh, long toLow, int protocol, int ports) {
        return index.find(fromHigh, fromLow, toHigh, toLow, protocol, ports);
    }

    /**
     * Begins to hold frames of a flow that is not there.
     *
     * @param ports source and destination, as one number
     * @param sentBy which side of its session sends it
     * @return its place, or {@link #NONE} if all are taken
     */
    public int begin(
            long fromHigh,
            long fromLow,
            long toHigh,
            long toLow,
            int protocol,
            int ports,
            int sentBy,
            long nowMs) {
        if (index.isFull()) {
            return NONE;
        }
        int at = index.put(fromHigh, fromLow, toHigh, toLow, protocol, ports);
        ages.append(at, nowMs);
        turns[at]++;
        count[at] = 0;
        direction[at] = sentBy;
        isTaken[at] = true;
        return at;
    }

    /** Which side of its session sends a flow. */
    public int direction(int at) {
        return direction[at];
    }

    /** The number of the question about a flow. */
    public int question(int at) {
        return turns[at] * flows | at;
    }

    /** The place of the flow that a question is about; {@link #NONE} if it waits no more. */
    public int placeOf(int question) {
        int at = question & (flows - 1);
        return isTaken[at] && question(at) == question ? at : NONE;
    }

    /**
     * Holds a frame.
     *
     * @param port that it came in by
     * @return false if there is no room, or the flow has as many as it may
     */
    public boolean hold(int at, long frame, int bytes, int port) {
        if (count[at] == framesEach || !waiting.append(at, frame, bytes, port)) {
            return false;
        }
        count[at]++;
        return true;
    }

    /** The flow that has waited long enough, or {@link #NONE}. */
    public int overdue(long nowMs) {
        int oldest = ages.oldest();
        return ages.size() > 0 && ages.ageMs(oldest, nowMs) >= waitMs ? oldest : NONE;
    }

    /** The frame of a flow that was held longest, or {@link #NONE}. */
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

    /** Gives {@link #nextHeld} back to the caller. */
    public void release(int at) {
        waiting.removeFirst(at);
    }

    /** Forgets a flow, of which no frame is held any more. */
    public void remove(int at) {
        index.remove(at);
        ages.remove(at);
        isTaken[at] = false;
    }
}
