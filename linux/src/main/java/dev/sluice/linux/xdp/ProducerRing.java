package dev.sluice.linux.xdp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A ring that this process puts entries into and the kernel takes them out of, in order: chunks to
 * receive into, or frames to send. Owned by one thread.
 *
 * <p>Look first how much room there is, write entries at places from 0, then submit them at once.
 */
public final class ProducerRing {
    private static final VarHandle INDEX = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment memory;
    private final long producerAt;
    private final long consumerAt;
    private final long flagsAt;
    private final long entriesAt;
    private final int entryBytes;
    private final int entries;
    private final int mask;
    private int producer;
    private int consumerSeen;

    ProducerRing(MappedRing ring) {
        this.memory = ring.memory();
        this.producerAt = ring.producerAt();
        this.consumerAt = ring.consumerAt();
        this.flagsAt = ring.flagsAt();
        this.entriesAt = ring.entriesAt();
        this.entryBytes = ring.entryBytes();
        this.entries = ring.entries();
        this.mask = entries - 1;
        this.producer = (int) INDEX.getAcquire(memory, producerAt);
        this.consumerSeen = (int) INDEX.getAcquire(memory, consumerAt);
    }

    /** How many entries the ring has. */
    public int entries() {
        return entries;
    }

    /** How many entries can be written, no more than are wanted. */
    public int room(int wanted) {
        int free = entries - (producer - consumerSeen);
        if (free < wanted) {
            free = entries - pending();
        }
        return Math.min(free, wanted);
    }

    /** How many submitted entries the kernel has not taken. */
    public int pending() {
        consumerSeen = (int) INDEX.getAcquire(memory, consumerAt);
        return producer - consumerSeen;
    }

    /**
     * The chunk or frame of a submitted entry that the kernel has not taken, from the oldest; for
     * who accounts for chunks.
     *
     * @param place less than what {@link #pending} said
     */
    public long pendingAddress(int place) {
        return memory.get(
                ValueLayout.JAVA_LONG, entryAt(place - (producer - consumerSeen)) + Abi.DESC_ADDR);
    }

    /** Writes a chunk to receive into. */
    public void put(int place, long chunk) {
        memory.set(ValueLayout.JAVA_LONG, entryAt(place) + Abi.DESC_ADDR, chunk);
    }

    /** Writes a frame to send. */
    public void put(int place, long frame, int length) {
        long at = entryAt(place);
        memory.set(ValueLayout.JAVA_LONG, at + Abi.DESC_ADDR, frame);
        memory.set(ValueLayout.JAVA_INT, at + Abi.DESC_LEN, length);
        memory.set(ValueLayout.JAVA_INT, at + Abi.DESC_OPTIONS, 0);
    }

    /** Hands the first places to the kernel. */
    public void submit(int count) {
        producer += count;
        INDEX.setRelease(memory, producerAt, producer);
    }

    /** Whether the kernel takes entries only when it is woken. */
    public boolean needsWakeup() {
        return ((int) INDEX.getAcquire(memory, flagsAt) & Abi.XDP_RING_NEED_WAKEUP) != 0;
    }

    private long entryAt(int place) {
        return entriesAt + (long) (producer + place & mask) * entryBytes;
    }
}
