package dev.sluice.director.session;

import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.MemorySegment;

/**
 * Takes the memory of a table from the kernel before the table's worker first touches it. The
 * kernel fills a page of 2 MiB with zeros at its first touch, and frames wait for as long: by this,
 * another thread does. Owned by that thread.
 *
 * <p>Sessions lie in the index wherever their hashes say, so the first hundreds of them touch all
 * of it: so all of it is taken, some at a time. Of the slab, which is filled from its beginning, as
 * much is taken as is asked for.
 */
public final class MemoryAhead {
    /** As much as one touch takes, where there are huge pages. */
    static final long STEP_BYTES = 2 << 20;

    /** MADV_POPULATE_WRITE: touches pages without changing them, since Linux 5.14. */
    private static final int POPULATE = 23;

    private final MemorySegment index;
    private final SessionSlab slab;
    private long indexTaken;
    private long slabTaken;
    private int refusal;

    MemoryAhead(MemorySegment index, SessionSlab slab) {
        this.index = index;
        this.slab = slab;
        long used = SessionTable.offset(slab.used() + 1);
        this.slabTaken = used - used % STEP_BYTES;
    }

    /**
     * Goes on with the index.
     *
     * @param steps how often the kernel is asked, at most
     * @return whether something of it is left
     */
    public boolean takeIndex(int steps) {
        for (int step = 0; step < steps && isTaking() && indexTaken < index.byteSize(); step++) {
            indexTaken = take(index, indexTaken);
        }
        return isTaking() && indexTaken < index.byteSize();
    }

    /** Takes what so many sessions need that the worker has still to begin. */
    public void takeFor(int sessions) {
        long last = Math.min((long) slab.used() + sessions, slab.capacity());
        long wanted = SessionTable.offset((int) last + 1);
        while (isTaking() && slabTaken < wanted) {
            slabTaken = take(slab.memory(), slabTaken);
        }
    }

    /** The kernel's number of why it takes no memory ahead of its use, or 0 while it does. */
    public int refusal() {
        return refusal;
    }

    private boolean isTaking() {
        return refusal == 0;
    }

    private long take(MemorySegment from, long at) {
        long bytes = Math.min(STEP_BYTES, from.byteSize() - at);
        int result = Syscalls.madvise(from.asSlice(at, bytes), POPULATE);
        refusal = Math.min(result, 0);
        return at + bytes;
    }
}
