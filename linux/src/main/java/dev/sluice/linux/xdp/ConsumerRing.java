package dev.sluice.linux.xdp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A ring that the kernel puts entries into and this process takes them out of, in order: received
 * frames, or chunks that were sent. Owned by one thread.
 *
 * <p>Look first how many there are, read them by their places from 0, then give the places back.
 */
public final class ConsumerRing {
    private static final VarHandle INDEX = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment memory;
    private final long producerAt;
    private final long consumerAt;
    private final long entriesAt;
    private final int entryBytes;
    private final int mask;
    private int consumer;
    private int producerSeen;

    ConsumerRing(MappedRing ring) {
        this.memory = ring.memory();
        this.producerAt = ring.producerAt();
        this.consumerAt = ring.consumerAt();
        this.entriesAt = ring.entriesAt();
        this.entryBytes = ring.entryBytes();
        this.mask = ring.entries() - 1;
        this.consumer = (int) INDEX.getAcquire(memory, consumerAt);
        this.producerSeen = (int) INDEX.getAcquire(memory, producerAt);
    }

    /** How many entries can be read, no more than are wanted. */
    public int available(int wanted) {
        int ready = producerSeen - consumer;
        if (ready < wanted) {
            producerSeen = (int) INDEX.getAcquire(memory, producerAt);
            ready = producerSeen - consumer;
        }
        return Math.min(ready, wanted);
    }

    /** Where an entry's frame lies in the memory of frames. */
    public long address(int place) {
        return memory.get(ValueLayout.JAVA_LONG, entryAt(place) + Abi.DESC_ADDR);
    }

    /** The length of an entry's frame; only of received ones. */
    public int length(int place) {
        return memory.get(ValueLayout.JAVA_INT, entryAt(place) + Abi.DESC_LEN);
    }

    /** Gives the first places back to the kernel. */
    public void release(int count) {
        consumer += count;
        INDEX.setRelease(memory, consumerAt, consumer);
    }

    private long entryAt(int place) {
        return entriesAt + (long) (consumer + place & mask) * entryBytes;
    }
}
