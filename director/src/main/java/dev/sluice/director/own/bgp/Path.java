package dev.sluice.director.own.bgp;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What is said of networks besides their names: the attributes of an UPDATE (RFC 4271 §5), in the
 * order of their types.
 *
 * <pre>
 *    1 ORIGIN       IGP
 *    2 AS_PATH      own AS, once and as often more as the path is longer; nothing within an AS
 *    3 NEXT_HOP     IPv4 only
 *    5 LOCAL_PREF   within an AS only: 100, less for longer paths, 0 before going (RFC 8326 §4)
 *    8 COMMUNITIES  GRACEFUL_SHUTDOWN, 65535:0, before going (RFC 8326)
 *   14 MP_REACH_NLRI  IPv6 only: next hop and networks (RFC 4760 §3)
 *   17 AS4_PATH     where AS_PATH has two bytes each and the own AS needs four (RFC 6793)
 * </pre>
 *
 * @param internal whether the other end is of the same AS
 * @param fourOctetAs whether the other end reads AS numbers of four bytes
 * @param prepends how often more the own AS stands in the path
 * @param leaving whether the director is about to go
 */
record Path(
        long localAs,
        boolean internal,
        boolean fourOctetAs,
        int prepends,
        boolean leaving,
        InetAddress nextHop) {
    /** More says nothing more. */
    static final int PREPENDS_MAX = 16;

    private static final int GRACEFUL_SHUTDOWN = 0xFFFF_0000;
    private static final int TRANSITIVE = 0x40;
    private static final int OPTIONAL = 0x80;
    private static final int AS_SEQUENCE = 2;
    private static final int LOCAL_PREF = 100;

    /** Writes what stands before MP_REACH_NLRI. */
    void writeBefore(ByteBuffer to) {
        head(to, TRANSITIVE, 1, 1).put((byte) 0);
        asPath(to);
        if (Family.of(nextHop) == Family.IPV4) {
            head(to, TRANSITIVE, 3, 4).put(nextHop.getAddress());
        }
        if (internal) {
            head(to, TRANSITIVE, 5, 4).putInt(leaving ? 0 : LOCAL_PREF - hops());
        }
        if (leaving) {
            head(to, OPTIONAL | TRANSITIVE, 8, 4).putInt(GRACEFUL_SHUTDOWN);
        }
    }

    /** Writes what stands behind it. */
    void writeBehind(ByteBuffer to) {
        if (!internal && !fourOctetAs && localAs > 0xFFFF) {
            int count = hops() + 1;
            head(to, OPTIONAL | TRANSITIVE, 17, 2 + 4 * count);
            segment(to, count, true);
        }
    }

    private void asPath(ByteBuffer to) {
        if (internal) {
            head(to, TRANSITIVE, 2, 0);
            return;
        }
        int count = hops() + 1;
        head(to, TRANSITIVE, 2, 2 + (fourOctetAs ? 4 : 2) * count);
        segment(to, count, fourOctetAs);
    }

    private void segment(ByteBuffer to, int count, boolean four) {
        to.put((byte) AS_SEQUENCE).put((byte) count);
        for (int i = 0; i < count; i++) {
            if (four) {
                to.putInt((int) localAs);
            } else {
                to.putShort((short) MessageWriter.twoBytes(localAs));
            }
        }
    }

    private int hops() {
        return Math.min(prepends, PREPENDS_MAX);
    }

    private static ByteBuffer head(ByteBuffer to, int flags, int type, int length) {
        return to.put((byte) flags).put((byte) type).put((byte) length);
    }
}
