package dev.sluice.director.packet;

import dev.sluice.linux.call.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Frames on their way through a forwarder: where each lies, where it came in, and what becomes of
 * it. Whoever fills it and whoever empties it may be an AF_XDP port, a file or a test; the
 * forwarder does not know. Owned by one worker; used again for every round.
 *
 * <p>All frames lie in one memory, cut into chunks of equal size, a frame in a chunk. A received
 * frame has {@link #HEADROOM_BYTES} free in front of it in its chunk, for headers that are put
 * before it. Places 0 to {@link #received} are the received frames; those after them are frames
 * that the forwarder made of spare chunks. After a round every place has exactly one outcome.
 */
public final class Batch {
    /** Most frames received in one round. */
    public static final int FRAMES_MAX = 64;

    /** Most frames that a forwarder adds in one round. */
    public static final int SPARES_MAX = 64;

    /** Free bytes in front of a received frame: XDP_PACKET_HEADROOM. */
    public static final int HEADROOM_BYTES = 256;

    /** Nothing decided: a forwarder that returns leaves no such frame. */
    public static final byte UNDECIDED = 0;

    /** To be sent by {@link #to}, a port. */
    public static final byte TRANSMIT = 1;

    /** To be given to the worker {@link #to}, whose session it belongs to. */
    public static final byte HAND_OVER = 2;

    /** Finished with: the chunk is free. {@link #reason} says why, if it was a loss. */
    public static final byte DROP = 3;

    /** Kept by the forwarder, which will send or free the chunk in a later round. */
    public static final byte HOLD = 4;

    private static final int PLACES = FRAMES_MAX + SPARES_MAX;

    private final MemorySegment memory;
    private final long base;
    private final int chunkBytes;
    private final Spares spares;
    private final long[] frame = new long[PLACES];
    private final int[] length = new int[PLACES];
    private final int[] port = new int[PLACES];
    private final byte[] outcome = new byte[PLACES];
    private final int[] to = new int[PLACES];
    private final Drop[] reason = new Drop[PLACES];
    private int received;
    private int size;

    /**
     * @param memory holds all frames; outside the heap, and alive as long as the batch is used
     * @param chunkBytes size of a chunk, a power of two; chunks begin at multiples of it
     * @param spares where the forwarder's own frames come from
     */
    public Batch(MemorySegment memory, int chunkBytes, Spares spares) {
        this.memory = memory;
        this.base = memory.address();
        this.chunkBytes = chunkBytes;
        this.spares = spares;
        Arrays.fill(reason, Drop.NONE);
    }

    /** Free chunks, of the worker that owns the batch. */
    public interface Spares {
        /** What {@link #take} says when there is none. */
        long NONE = -1;

        /** A free chunk's first byte, or {@link #NONE}. */
        long take();
    }

    public MemorySegment memory() {
        return memory;
    }

    public int chunkBytes() {
        return chunkBytes;
    }

    /** Empties it for the next round. */
    public void clear() {
        Arrays.fill(outcome, 0, size, UNDECIDED);
        received = 0;
        size = 0;
    }

    public boolean isFull() {
        return received == FRAMES_MAX;
    }

    /**
     * Adds a received frame; only before the forwarder has it, and only while there is room.
     *
     * @param frame first byte of its Ethernet header
     * @param length in bytes, without the frame check sequence
     * @param port number of the port it came in by
     */
    public void add(long frame, int length, int port) {
        int i = received++;
        size = received;
        this.frame[i] = frame;
        this.length[i] = length;
        this.port[i] = port;
    }

    /**
     * Adds a frame of the forwarder's own, with {@link #HEADROOM_BYTES} in front and of no length
     * yet.
     *
     * @return its place, or -1 when there is no chunk or no room
     */
    public int addSpare() {
        if (size == PLACES || size - received == SPARES_MAX) {
            return -1;
        }
        long chunk = spares.take();
        if (chunk == Spares.NONE) {
            return -1;
        }
        return addOwn(chunk + HEADROOM_BYTES, 0);
    }

    /**
     * Adds a frame that the forwarder held back earlier.
     *
     * @return its place, or -1 when there is no room
     */
    public int addOwn(long frame, int length) {
        return addOwn(frame, length, -1);
    }

    /**
     * The same for one that was received.
     *
     * @param port number of the port it came in by
     */
    public int addOwn(long frame, int length, int port) {
        if (size == PLACES || size - received == SPARES_MAX) {
            return -1;
        }
        int i = size++;
        this.frame[i] = frame;
        this.length[i] = length;
        this.port[i] = port;
        return i;
    }

    /** How many frames were received; they have the places from 0. */
    public int received() {
        return received;
    }

    /** How many there are with the forwarder's own. */
    public int size() {
        return size;
    }

    /** Where a frame begins in {@link #memory}. */
    public long frame(int i) {
        return frame[i];
    }

    /** The same as an address, for {@link dev.sluice.linux.call.NativeMemory#ALL}. */
    public long address(int i) {
        return NativeMemory.at(base + frame[i]);
    }

    /** Its length in bytes. */
    public int length(int i) {
        return length[i];
    }

    /** The port it came in by; -1 for the forwarder's own. */
    public int port(int i) {
        return port[i];
    }

    /** The first byte of the chunk that a frame lies in. */
    public long chunk(int i) {
        return frame[i] & -chunkBytes;
    }

    /** Lets a frame begin elsewhere in its chunk, after headers were put before it or taken off. */
    public void resize(int i, long frame, int length) {
        this.frame[i] = frame;
        this.length[i] = length;
    }

    /** Bytes free in front of a frame. */
    public int headroom(int i) {
        return (int) (frame[i] & (chunkBytes - 1));
    }

    /** Bytes free behind a frame. */
    public int tailroom(int i) {
        return chunkBytes - headroom(i) - length[i];
    }

    public void transmit(int i, int port) {
        outcome[i] = TRANSMIT;
        to[i] = port;
    }

    public void handOver(int i, int worker) {
        outcome[i] = HAND_OVER;
        to[i] = worker;
    }

    public void drop(int i, Drop why) {
        outcome[i] = DROP;
        reason[i] = why;
    }

    public void hold(int i) {
        outcome[i] = HOLD;
    }

    /** What becomes of a frame: one of the constants above. */
    public byte outcome(int i) {
        return outcome[i];
    }

    /** The port to send by, or the worker to give to. */
    public int to(int i) {
        return to[i];
    }

    /** Why a dropped frame was. */
    public Drop reason(int i) {
        return reason[i];
    }
}
