package dev.sluice.linux.xdp;

/** Free chunks of a {@link Umem}: the last given is the first taken. Owned by one thread. */
public final class ChunkStack {
    /** What {@link #take} says when there is none. */
    public static final long NONE = -1;

    private final long[] chunks;
    private int size;

    /**
     * Begins empty.
     *
     * @param capacity most that it ever holds: all chunks of the memory, if they may gather here
     */
    public ChunkStack(int capacity) {
        this.chunks = new long[capacity];
    }

    public int size() {
        return size;
    }

    /** A free chunk's first byte, or {@link #NONE}. */
    public long take() {
        return size == 0 ? NONE : chunks[--size];
    }

    /** Takes a free chunk in. */
    public void give(long chunk) {
        chunks[size++] = chunk;
    }
}
