package dev.sluice.director.session;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.linux.call.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where sessions are found by hash: open addressing with linear steps in one memory, eight places a
 * cache line, at most two thirds full.
 *
 * <pre>
 *      63                                 27 26                          1  0
 *      +------------------------------------+----------------------------+---+
 *      | tag: the hash's upper 37 bits      | id                         |dir|
 *      +------------------------------------+----------------------------+---+
 * </pre>
 *
 * A place that is 0 is empty. The tag's upper bits are the place where the search begins, so that
 * an entry knows its own: what is deleted leaves no tombstone, but what follows moves up (Knuth,
 * The Art of Computer Programming, volume 3, 6.4, algorithm R).
 */
final class SessionIndex {
    /** What the search says when there is no more. */
    static final int NONE = -1;

    /** Ids that fit. */
    static final int ID_MAX = (1 << 26) - 1;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final int TAG_SHIFT = 27;
    private static final long REFERENCE_MASK = (1L << TAG_SHIFT) - 1;

    private final long base;
    private final int shift;
    private final int mask;

    /**
     * @param places all 0, outside the heap, of the size that {@link #bytes} says
     */
    SessionIndex(MemorySegment places) {
        this.base = places.address();
        int count = Math.toIntExact(places.byteSize() / Long.BYTES);
        this.mask = count - 1;
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(count);
    }

    /** Memory for an index of sessions that are each found from both sides. */
    static long bytes(int sessions) {
        long wanted = Math.max(64, sessions * 3L);
        return Long.highestOneBit(wanted - 1) * 2 * Long.BYTES;
    }

    /**
     * The reference of the first entry with a hash's tag, or {@link #NONE}. Where among the first
     * places it lies is as good as random, so these are looked at without branches: a wrong guess
     * of the processor's takes longer than all four.
     */
    int firstReference(long hash) {
        int place = home(hash);
        long found = onlyIf(hash, entry((place + 3) & mask), 0);
        found = onlyIf(hash, entry((place + 2) & mask), found);
        found = onlyIf(hash, entry((place + 1) & mask), found);
        found = onlyIf(hash, entry(place), found);
        if (found != 0) {
            return (int) (found & REFERENCE_MASK);
        }
        int later = first(hash);
        return later < 0 ? NONE : reference(later);
    }

    /** An entry if it has a hash's tag, or else another. */
    private static long onlyIf(long hash, long entry, long other) {
        long ones = (((entry ^ hash) >>> TAG_SHIFT) - 1) >> 63;
        return (entry & ones) | (other & ~ones);
    }

    /**
     * Loads the place where the search for a hash begins; the result only keeps it from being left
     * out.
     */
    long touch(long hash) {
        return entry(home(hash));
    }

    /**
     * The place of the first entry with a hash's tag.
     *
     * @return the place, or {@link #NONE}
     */
    int first(long hash) {
        return search(hash, home(hash));
    }

    /** The place of the next entry with a hash's tag after a place. */
    int next(long hash, int place) {
        return search(hash, (place + 1) & mask);
    }

    /** The reference, {@code id << 1 | direction}, at a place. */
    int reference(int place) {
        return (int) (entry(place) & REFERENCE_MASK);
    }

    private int search(long hash, int from) {
        for (int place = from; ; place = (place + 1) & mask) {
            long entry = entry(place);
            if ((entry ^ hash) >>> TAG_SHIFT == 0 && entry != 0) {
                return place;
            }
            if (entry == 0) {
                return NONE;
            }
        }
    }

    void insert(long hash, int reference) {
        int place = home(hash);
        while (entry(place) != 0) {
            place = (place + 1) & mask;
        }
        entry(place, (hash & ~REFERENCE_MASK) | reference);
    }

    /** Removes an entry that is there. */
    void remove(long hash, int reference) {
        long entry = (hash & ~REFERENCE_MASK) | reference;
        int place = home(hash);
        while (entry(place) != entry) {
            place = (place + 1) & mask;
        }
        close(place);
    }

    /** Empties a place, and moves up what would no longer be found behind it. */
    private void close(int emptied) {
        int gap = emptied;
        for (int place = (gap + 1) & mask; ; place = (place + 1) & mask) {
            long entry = entry(place);
            if (entry == 0) {
                entry(gap, 0);
                return;
            }
            int home = home(entry);
            if (((place - home) & mask) >= ((place - gap) & mask)) {
                entry(gap, entry);
                gap = place;
            }
        }
    }

    /** Where the search for a hash, or for an entry, begins. */
    private int home(long hash) {
        return (int) (hash >>> shift);
    }

    private long entry(int place) {
        return ALL.get(LONG, NativeMemory.at(base + ((long) place << 3)));
    }

    private void entry(int place, long entry) {
        ALL.set(LONG, NativeMemory.at(base + ((long) place << 3)), entry);
    }
}
