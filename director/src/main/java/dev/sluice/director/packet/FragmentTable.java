package dev.sluice.director.packet;

import java.util.Arrays;

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
 * <p>A packet is known by source, destination, protocol and identification (RFC 791 §3.2, RFC 8200
 * §4.5). Its place is good until it is removed or another one is begun.
 */
public final class FragmentTable {
    /** No such packet, no such frame. */
    public static final int NONE = -1;

    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private final int timeoutMs;
    private final long seed;
    private final int[] buckets;
    private final int[] nextInBucket;
    private final int[] newer;
    private final int[] older;
    private final long[] sourceHigh;
    private final long[] sourceLow;
    private final long[] destinationHigh;
    private final long[] destinationLow;
    private final long[] tag;
    private final int[] beganMs;
    private final long[] decision;
    private final int[] label;
    private final SeenRanges seen;
    private final HeldFrames waiting;
    private int oldest = NONE;
    private int newest = NONE;
    private int free;
    private int size;

    /**
     * @param packets how many at once
     * @param frames how many are held at once
     * @param timeoutMs how long a packet is remembered from its first fragment on
     * @param seed secret: where packets lie in the table depends on it
     */
    public FragmentTable(int packets, int frames, int timeoutMs, long seed) {
        this.timeoutMs = timeoutMs;
        this.seed = seed;
        buckets = filled(Integer.highestOneBit(packets) * 2);
        nextInBucket = chain(packets);
        newer = new int[packets];
        older = new int[packets];
        sourceHigh = new long[packets];
        sourceLow = new long[packets];
        destinationHigh = new long[packets];
        destinationLow = new long[packets];
        tag = new long[packets];
        beganMs = new int[packets];
        decision = new long[packets];
        label = new int[packets];
        seen = new SeenRanges(packets);
        waiting = new HeldFrames(packets, frames);
    }

    private static int[] filled(int length) {
        var array = new int[length];
        Arrays.fill(array, NONE);
        return array;
    }

    private static int[] chain(int length) {
        var next = new int[length];
        Arrays.setAll(next, i -> i + 1 < length ? i + 1 : NONE);
        return next;
    }

    /** How many packets are remembered. */
    public int size() {
        return size;
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
        long wanted = tag(protocol, identification);
        int bucket = bucket(hash(fromHigh, fromLow, toHigh, toLow, wanted));
        for (int at = buckets[bucket]; at != NONE; at = nextInBucket[at]) {
            if (tag[at] == wanted
                    && sourceLow[at] == fromLow
                    && destinationLow[at] == toLow
                    && sourceHigh[at] == fromHigh
                    && destinationHigh[at] == toHigh) {
                return at;
            }
        }
        return NONE;
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
        if (free == NONE) {
            remove(oldest);
        }
        int at = free;
        free = nextInBucket[at];
        sourceHigh[at] = fromHigh;
        sourceLow[at] = fromLow;
        destinationHigh[at] = toHigh;
        destinationLow[at] = toLow;
        tag[at] = tag(protocol, identification);
        beganMs[at] = (int) nowMs;
        decision[at] = 0;
        seen.clear(at);
        int bucket = bucket(hash(fromHigh, fromLow, toHigh, toLow, tag[at]));
        nextInBucket[at] = buckets[bucket];
        buckets[bucket] = at;
        older[at] = newest;
        newer[at] = NONE;
        if (newest == NONE) {
            oldest = at;
        } else {
            newer[newest] = at;
        }
        newest = at;
        size++;
        return at;
    }

    private static long tag(int protocol, int identification) {
        return (long) protocol << 32 | (identification & 0xFFFF_FFFFL);
    }

    private long hash(long fromHigh, long fromLow, long toHigh, long toLow, long wanted) {
        long hash = mix(seed ^ fromHigh);
        hash = mix(hash + STEP ^ fromLow);
        hash = mix(hash + STEP ^ toHigh);
        hash = mix(hash + STEP ^ toLow);
        return mix(hash + STEP ^ wanted);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        return mixed ^ mixed >>> 29;
    }

    private int bucket(long hash) {
        return (int) (hash >>> 32) & (buckets.length - 1);
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
        while (oldest != NONE && (int) nowMs - beganMs[oldest] >= timeoutMs) {
            remove(oldest);
        }
    }

    /** Forgets a packet. What was held of it becomes stale. */
    public void remove(int at) {
        int bucket =
                bucket(
                        hash(
                                sourceHigh[at],
                                sourceLow[at],
                                destinationHigh[at],
                                destinationLow[at],
                                tag[at]));
        if (buckets[bucket] == at) {
            buckets[bucket] = nextInBucket[at];
        } else {
            int before = buckets[bucket];
            while (nextInBucket[before] != at) {
                before = nextInBucket[before];
            }
            nextInBucket[before] = nextInBucket[at];
        }
        unlink(at);
        waiting.spoil(at);
        nextInBucket[at] = free;
        free = at;
        size--;
    }

    private void unlink(int at) {
        if (older[at] == NONE) {
            oldest = newer[at];
        } else {
            newer[older[at]] = newer[at];
        }
        if (newer[at] == NONE) {
            newest = older[at];
        } else {
            older[newer[at]] = older[at];
        }
    }
}
