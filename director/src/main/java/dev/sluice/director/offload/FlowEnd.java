package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import java.lang.foreign.ValueLayout;

/**
 * What the program says when it forwarded a segment with FIN or RST. If it cannot say it, since
 * nobody listens and there is no more room, it leaves the segment to Java.
 *
 * <pre>
 *  0        4             8           12
 * +--------+-------------+-----------+
 * | entry  | incarnation | TCP flags |
 * +--------+-------------+-----------+
 * </pre>
 *
 * In the machine's own order. The incarnation is the session's.
 */
public final class FlowEnd {
    static final int BYTES = 12;
    static final int ENTRY = 0;
    static final int INCARNATION = 4;
    static final int TCP_FLAGS = 8;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private FlowEnd() {}

    /** Number of the flow's entry. */
    public static int entry(long at) {
        return ALL.get(INT, at + ENTRY);
    }

    /** Of the session that the entry was of. */
    public static int incarnation(long at) {
        return ALL.get(INT, at + INCARNATION);
    }

    /** Byte 13 of the segment's TCP header. */
    public static int tcpFlags(long at) {
        return ALL.get(INT, at + TCP_FLAGS);
    }
}
