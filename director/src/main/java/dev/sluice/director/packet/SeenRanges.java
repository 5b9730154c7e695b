package dev.sluice.director.packet;

/**
 * Which bytes of each of some packets have been seen: a few ranges each, sorted, with gaps between
 * them. Owned by a {@link FragmentTable}.
 */
final class SeenRanges {
    /** Longest packet that fragments can make. */
    private static final int PACKET_MAX = 65_535;

    private static final int RANGES_MAX = 16;
    private static final int UNKNOWN = -1;

    private final int[] count;
    private final int[] length;
    private final int[] from;
    private final int[] to;

    SeenRanges(int packets) {
        count = new int[packets];
        length = new int[packets];
        from = new int[packets * RANGES_MAX];
        to = new int[packets * RANGES_MAX];
    }

    void clear(int packet) {
        count[packet] = 0;
        length[packet] = UNKNOWN;
    }

    /** As {@link FragmentTable#add} says. */
    Drop add(int packet, int begin, int bytes, boolean more) {
        int end = begin + bytes;
        if (bytes <= 0 || end > PACKET_MAX || (more && (bytes & 7) != 0)) {
            return Drop.MALFORMED;
        }
        if (isBeyondEnd(packet, end, more)) {
            return Drop.FRAGMENT_OVERLAP;
        }
        int place = packet * RANGES_MAX;
        int last = place + count[packet];
        while (place < last && to[place] <= begin) {
            place++;
        }
        if (place < last && from[place] < end) {
            return Drop.FRAGMENT_OVERLAP;
        }
        if (!enter(packet, place, begin, end)) {
            return Drop.FRAGMENT_LIMIT;
        }
        if (!more) {
            length[packet] = end;
        }
        return Drop.NONE;
    }

    /** Whether it lies behind the packet's end, or ends it where other bytes have been seen. */
    private boolean isBeyondEnd(int packet, int end, boolean more) {
        int known = length[packet];
        if (known != UNKNOWN) {
            return end > known || (!more && end != known);
        }
        int last = packet * RANGES_MAX + count[packet] - 1;
        return !more && count[packet] > 0 && to[last] > end;
    }

    /** Joins it to its neighbours, or puts it between them. */
    private boolean enter(int packet, int place, int begin, int end) {
        int first = packet * RANGES_MAX;
        int last = first + count[packet];
        boolean left = place > first && to[place - 1] == begin;
        boolean right = place < last && from[place] == end;
        if (left && right) {
            to[place - 1] = to[place];
            shift(place + 1, place, last);
            count[packet]--;
        } else if (left) {
            to[place - 1] = end;
        } else if (right) {
            from[place] = begin;
        } else {
            if (count[packet] == RANGES_MAX) {
                return false;
            }
            shift(place, place + 1, last);
            from[place] = begin;
            to[place] = end;
            count[packet]++;
        }
        return true;
    }

    private void shift(int source, int target, int last) {
        System.arraycopy(from, source, from, target, last - source);
        System.arraycopy(to, source, to, target, last - source);
    }

    /** Whether there is no gap from the first byte to the last. */
    boolean isComplete(int packet) {
        int first = packet * RANGES_MAX;
        return count[packet] == 1 && from[first] == 0 && to[first] == length[packet];
    }
}
