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

    /** Longest packet that fragments can make. */
    private static final int PACKET_MAX = 65_535;

    /** Gaps between what was seen, at most, plus one. */
    private static final int RANGES_MAX = 16;

    private static final int UNKNOWN = -1;
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
    private final int[] length;
    private final long[] decision;
    private final int[] ranges;
    private final int[] rangeFrom;
    private final int[] rangeTo;
    private final int[] firstHeld;
    private final int[] lastHeld;
    private final long[] heldFrame;
    private final int[] heldLength;
    private final int[] nextHeld;
    private int oldest = NONE;
    private int newest = NONE;
    private int free;
    private int size;
    private int freeHeld;
    private int held;
    private int firstStale = NONE;
    private int lastStale = NONE;

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
        length = new int[packets];
        decision = new long[packets];
        ranges = new int[packets];
        rangeFrom = new int[packets * RANGES_MAX];
        rangeTo = new int[packets * RANGES_MAX];
        firstHeld = filled(packets);
        lastHeld = filled(packets);
        heldFrame = new long[frames];
        heldLength = new int[frames];
        nextHeld = chain(frames);
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
        return held;
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
        length[at] = UNKNOWN;
        decision[at] = 0;
        ranges[at] = 0;
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
        int to = from + bytes;
        if (bytes <= 0 || to > PACKET_MAX || (more && (bytes & 7) != 0)) {
            return Drop.MALFORMED;
        }
        int first = at * RANGES_MAX;
        int end = first + ranges[at];
        int known = length[at];
        boolean contradicts = known != UNKNOWN && (to > known || (!more && to != known));
        if (contradicts || (!more && end > first && rangeTo[end - 1] > to)) {
            return Drop.FRAGMENT_OVERLAP;
        }
        int place = first;
        while (place < end && rangeTo[place] <= from) {
            place++;
        }
        if (place < end && rangeFrom[place] < to) {
            return Drop.FRAGMENT_OVERLAP;
        }
        if (!enter(at, place, end, from, to)) {
            return Drop.FRAGMENT_LIMIT;
        }
        if (!more) {
            length[at] = to;
        }
        return Drop.NONE;
    }

    /** Joins it to its neighbours, or puts it between them. */
    private boolean enter(int at, int place, int end, int from, int to) {
        boolean left = place > at * RANGES_MAX && rangeTo[place - 1] == from;
        boolean right = place < end && rangeFrom[place] == to;
        if (left && right) {
            rangeTo[place - 1] = rangeTo[place];
            shift(place + 1, place, end);
            ranges[at]--;
        } else if (left) {
            rangeTo[place - 1] = to;
        } else if (right) {
            rangeFrom[place] = from;
        } else {
            if (ranges[at] == RANGES_MAX) {
                return false;
            }
            shift(place, place + 1, end);
            rangeFrom[place] = from;
            rangeTo[place] = to;
            ranges[at]++;
        }
        return true;
    }

    private void shift(int from, int to, int end) {
        System.arraycopy(rangeFrom, from, rangeFrom, to, end - from);
        System.arraycopy(rangeTo, from, rangeTo, to, end - from);
    }

    /** Whether every byte of a packet has been seen: it may be removed. */
    public boolean isComplete(int at) {
        int first = at * RANGES_MAX;
        return ranges[at] == 1 && rangeFrom[first] == 0 && rangeTo[first] == length[at];
    }

    /** What {@link #decide} said of a packet; 0 as long as its first fragment has not come. */
    public long decision(int at) {
        return decision[at];
    }

    /** Remembers what the first fragment belongs to; not 0. */
    public void decide(int at, long what) {
        decision[at] = what;
    }

    /**
     * Holds a frame until the first fragment comes.
     *
     * @return false if there is no room
     */
    public boolean hold(int at, long frame, int bytes) {
        int place = freeHeld;
        if (place == NONE) {
            return false;
        }
        freeHeld = nextHeld[place];
        heldFrame[place] = frame;
        heldLength[place] = bytes;
        nextHeld[place] = NONE;
        if (firstHeld[at] == NONE) {
            firstHeld[at] = place;
        } else {
            nextHeld[lastHeld[at]] = place;
        }
        lastHeld[at] = place;
        held++;
        return true;
    }

    /** The frame of a packet that was held longest, or {@link #NONE}. */
    public int nextHeld(int at) {
        return firstHeld[at];
    }

    /** Where a held frame begins. */
    public long frame(int heldAt) {
        return heldFrame[heldAt];
    }

    /** A held frame's length. */
    public int frameLength(int heldAt) {
        return heldLength[heldAt];
    }

    /** Gives {@link #nextHeld} back to the caller. */
    public void release(int at) {
        int place = firstHeld[at];
        firstHeld[at] = nextHeld[place];
        free(place);
    }

    /**
     * A held frame whose packet is forgotten, or {@link #NONE}. Whoever sees it frees its chunk.
     */
    public int nextStale() {
        return firstStale;
    }

    /** Gives {@link #nextStale} back to the caller. */
    public void releaseStale() {
        int place = firstStale;
        firstStale = nextHeld[place];
        free(place);
    }

    private void free(int place) {
        nextHeld[place] = freeHeld;
        freeHeld = place;
        held--;
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
        spoil(at);
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

    private void spoil(int at) {
        if (firstHeld[at] == NONE) {
            return;
        }
        if (firstStale == NONE) {
            firstStale = firstHeld[at];
        } else {
            nextHeld[lastStale] = firstHeld[at];
        }
        lastStale = lastHeld[at];
        firstHeld[at] = NONE;
    }
}
