package dev.sluice.linux.bpf;

/**
 * What a map is made of.
 *
 * @param type what kind of map
 * @param keyBytes size of a key
 * @param valueBytes size of a value
 * @param entries most elements, or exactly that many in an array
 * @param flags BPF_F_… of linux/bpf.h
 */
public record MapShape(MapType type, int keyBytes, int valueBytes, int entries, int flags) {
    /** BPF_F_NO_PREALLOC: memory is taken when an element comes. */
    private static final int ON_DEMAND = 1;

    /** BPF_F_MMAPABLE: a process may have it in its own memory. */
    private static final int MAPPABLE = 1 << 10;

    /** A hash map that takes memory as it grows. */
    public static MapShape hash(int keyBytes, int valueBytes, int entries) {
        return new MapShape(MapType.HASH, keyBytes, valueBytes, entries, ON_DEMAND);
    }

    /**
     * A hash map that has all its memory from the beginning, so that it takes as much as it says.
     */
    public static MapShape fullHash(int keyBytes, int valueBytes, int entries) {
        return new MapShape(MapType.HASH, keyBytes, valueBytes, entries, 0);
    }

    /** An array that a process may have in its own memory: {@link MapMemory}. */
    public static MapShape sharedArray(int valueBytes, int entries) {
        return new MapShape(MapType.ARRAY, Integer.BYTES, valueBytes, entries, MAPPABLE);
    }

    /**
     * What programs have to say.
     *
     * @param bytes a power of two, and at least a page
     */
    public static MapShape ring(int bytes) {
        return new MapShape(MapType.RING, 0, 0, bytes, 0);
    }

    /**
     * Networks.
     *
     * @param addressBytes of an address; a key has a native-endian int with the prefix's length in
     *     bits before it
     */
    public static MapShape networks(int addressBytes, int valueBytes, int entries) {
        return new MapShape(
                MapType.LPM_TRIE, Integer.BYTES + addressBytes, valueBytes, entries, ON_DEMAND);
    }

    public static MapShape array(int valueBytes, int entries) {
        return new MapShape(MapType.ARRAY, Integer.BYTES, valueBytes, entries, 0);
    }

    /** Longs, one for each processor under each key. */
    public static MapShape counters(int entries) {
        return new MapShape(MapType.PER_CPU_ARRAY, Integer.BYTES, Long.BYTES, entries, 0);
    }

    /** AF_XDP sockets by the number of a receive queue. */
    public static MapShape xskSockets(int queues) {
        return new MapShape(MapType.XSK_SOCKETS, Integer.BYTES, Integer.BYTES, queues, 0);
    }

    /** Interfaces by a number from 0. */
    public static MapShape devices(int entries) {
        return new MapShape(MapType.DEVICES, Integer.BYTES, Integer.BYTES, entries, 0);
    }

    /** A value for each socket. */
    public static MapShape socketStorage(int valueBytes) {
        return new MapShape(MapType.SOCKET_STORAGE, Integer.BYTES, valueBytes, 0, ON_DEMAND);
    }
}
