package dev.sluice.director.sync;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How a session lies in memory, in a {@link SessionBook} and in a {@link SessionRing}; what is of
 * one of them alone comes behind. A book may outlive the process: a change is another version of
 * its file.
 *
 * <pre>
 *      0       8       16      24      32      40      48      56      64
 *      +-------+-------+-------+-------+-------+-------+-------+-------+
 *      |client         |virtual        |server         |local          |
 *      +-------+-------+-------+-------+-------+-------+-------+-------+
 *      64      72      80          88      96  100 104
 *      +-------+-------+-----------+-------+---+---+
 *      |ports  |incarn.|own,flg,win|deltas |chg|tim|
 *      |c v s l|       |pro,met,sta|       |   |out|
 *      +-------+-------+-----------+-------+---+---+
 * </pre>
 */
final class SessionLayout {
    /** What comes behind begins here. */
    static final int BYTES = 104;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final int PORTS = 64;
    private static final int INCARNATION = 72;
    private static final int ORIGIN = 80;
    private static final int DELTAS = 88;
    private static final int CHANGE = 96;
    private static final int TIMEOUT = 100;

    private static final int ENDED = 1 << 6;
    private static final int METHOD_SHIFT = 4;
    private static final int STATE_MASK = 0xF;

    private SessionLayout() {}

    /** Writes it, and last of all what says that it is there. */
    static void write(MemorySegment memory, long at, SyncedSession from) {
        memory.set(LONG, at, from.clientHigh);
        memory.set(LONG, at + 8, from.clientLow);
        memory.set(LONG, at + 16, from.virtualHigh);
        memory.set(LONG, at + 24, from.virtualLow);
        memory.set(LONG, at + 32, from.serverHigh);
        memory.set(LONG, at + 40, from.serverLow);
        memory.set(LONG, at + 48, from.localHigh);
        memory.set(LONG, at + 56, from.localLow);
        long inner = (from.serverPort << 16 | from.localPort) & 0xFFFF_FFFFL;
        memory.set(LONG, at + PORTS, outerPorts(from) << 32 | inner);
        memory.set(LONG, at + INCARNATION, from.incarnation);
        memory.set(INT, at + CHANGE, from.change);
        memory.set(INT, at + TIMEOUT, from.timeoutMs);
        memory.set(INT, at + DELTAS, from.deltaOut);
        memory.set(INT, at + DELTAS + 4, from.deltaBegin);
        memory.set(LONG, at + ORIGIN, origin(from));
    }

    /** Owner (16), flags (16), windows (8, 8), protocol (8), ended (2), method (2), state (4). */
    private static long origin(SyncedSession from) {
        return (long) from.owner << 48
                | (from.flags & 0xFFFFL) << 32
                | (from.windowIn & 0xFFL) << 24
                | (from.windowOut & 0xFFL) << 16
                | (long) from.protocol << 8
                | (from.isEnded ? ENDED : 0)
                | (long) (from.method & 3) << METHOD_SHIFT
                | (from.state & STATE_MASK);
    }

    private static long outerPorts(SyncedSession session) {
        return (long) session.clientPort << 16 | session.virtualPort;
    }

    /** Reads it; not how long it lives, nor its place. */
    static void read(MemorySegment memory, long at, SyncedSession into) {
        into.clientHigh = memory.get(LONG, at);
        into.clientLow = memory.get(LONG, at + 8);
        into.virtualHigh = memory.get(LONG, at + 16);
        into.virtualLow = memory.get(LONG, at + 24);
        into.serverHigh = memory.get(LONG, at + 32);
        into.serverLow = memory.get(LONG, at + 40);
        into.localHigh = memory.get(LONG, at + 48);
        into.localLow = memory.get(LONG, at + 56);
        long ports = memory.get(LONG, at + PORTS);
        into.clientPort = (int) (ports >>> 48);
        into.virtualPort = (int) (ports >>> 32) & 0xFFFF;
        into.serverPort = (int) ports >>> 16;
        into.localPort = (int) ports & 0xFFFF;
        into.incarnation = memory.get(LONG, at + INCARNATION);
        into.change = memory.get(INT, at + CHANGE);
        into.timeoutMs = memory.get(INT, at + TIMEOUT);
        into.deltaOut = memory.get(INT, at + DELTAS);
        into.deltaBegin = memory.get(INT, at + DELTAS + 4);
        readOrigin(memory.get(LONG, at + ORIGIN), into);
    }

    private static void readOrigin(long origin, SyncedSession into) {
        into.owner = (int) (origin >>> 48);
        into.flags = (int) (origin >>> 32) & 0xFFFF;
        into.windowIn = (byte) (origin >>> 24);
        into.windowOut = (byte) (origin >>> 16);
        into.protocol = (int) (origin >>> 8) & 0xFF;
        into.isEnded = (origin & ENDED) != 0;
        into.method = (int) origin >>> METHOD_SHIFT & 3;
        into.state = (int) origin & STATE_MASK;
        into.isCurrent = false;
    }

    /** Whether there is one. */
    static boolean isThere(MemorySegment memory, long at) {
        return memory.get(LONG, at + ORIGIN) != 0;
    }

    /** From now on there is none. */
    static void clear(MemorySegment memory, long at) {
        memory.set(LONG, at + ORIGIN, 0);
    }

    /** Whether it has another one's key: client, virtual address, their ports, protocol. */
    static boolean hasKeyOf(SyncedSession key, MemorySegment memory, long at) {
        return memory.get(LONG, at + 8) == key.clientLow
                && memory.get(LONG, at + 24) == key.virtualLow
                && memory.get(LONG, at) == key.clientHigh
                && memory.get(LONG, at + 16) == key.virtualHigh
                && memory.get(LONG, at + PORTS) >>> 32 == outerPorts(key)
                && ((int) memory.get(LONG, at + ORIGIN) >>> 8 & 0xFF) == key.protocol;
    }
}
