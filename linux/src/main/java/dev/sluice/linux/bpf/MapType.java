package dev.sluice.linux.bpf;

/** What kind of map. */
public enum MapType {
    /** Any key, found by its hash. */
    HASH(1),
    /** A number from 0 as key; every element exists from the beginning. */
    ARRAY(2),
    /** An array with a value of its own for each processor. */
    PER_CPU_ARRAY(6),
    /** Networks as keys, the longest prefix that holds an address is found. */
    LPM_TRIE(11),
    /** Interfaces that frames are redirected to. */
    DEVICES(14),
    /** AF_XDP sockets that frames are redirected to; a closed socket leaves by itself. */
    XSK_SOCKETS(17),
    /** A value for each socket, which ends with the socket. */
    SOCKET_STORAGE(24),
    /** What programs have to say, in the order in which they said it; see {@link RingReader}. */
    RING(27);

    private final int number;

    MapType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
