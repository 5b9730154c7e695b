package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * The headers that may stand between an IPv6 header and what it carries (RFC 8200 §4): hop-by-hop
 * options, routing, destination options, and the fragment header (§4.5), which is drawn here.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Identification                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * A walk gives two or three results in one long: see {@link #protocol}, {@link #offset} and {@link
 * #fragmentOffset}.
 */
public final class Ipv6Extensions {
    public static final int FRAGMENT_LENGTH = 8;

    /** What {@link #walk} gives for headers that run out of the packet. */
    public static final long TRUNCATED = -1;

    /** What {@link #walk} gives for too many headers, or one that contradicts itself. */
    public static final long MALFORMED = -2;

    /** More than this many, and it is no honest packet. */
    private static final int HEADERS_MAX = 8;

    private Ipv6Extensions() {}

    /**
     * Walks to the first header that is none of these. Behind a fragment header of a later fragment
     * there is only data, so the walk ends there.
     *
     * @param at of the IPv6 header
     * @param end where the packet ends
     * @return protocol, offset and fragment header, or {@link #TRUNCATED} or {@link #MALFORMED}
     */
    public static long walk(MemorySegment memory, long at, long end) {
        int next = Ipv6Header.nextHeader(memory, at);
        long p = at + Ipv6Header.LENGTH;
        int fragment = 0;
        for (int i = 0; i < HEADERS_MAX; i++) {
            if (!isExtension(next)) {
                return pack(next, (int) (p - at), fragment);
            }
            if (p + 8 > end) {
                return TRUNCATED;
            }
            int nextNext = Wire.u8(memory, p);
            if (next == Ipv6Header.NEXT_FRAGMENT) {
                if (fragment != 0) {
                    return MALFORMED;
                }
                fragment = (int) (p - at);
                p += FRAGMENT_LENGTH;
                if (dataOffset(memory, at + fragment) != 0) {
                    return pack(nextNext, (int) (p - at), fragment);
                }
            } else {
                p += (Wire.u8(memory, p + 1) + 1) * 8L;
                if (p > end) {
                    return TRUNCATED;
                }
            }
            next = nextNext;
        }
        return MALFORMED;
    }

    private static boolean isExtension(int header) {
        return header == Ipv6Header.NEXT_HOP_BY_HOP
                || header == Ipv6Header.NEXT_ROUTING
                || header == Ipv6Header.NEXT_FRAGMENT
                || header == Ipv6Header.NEXT_DESTINATION;
    }

    private static long pack(int protocol, int offset, int fragment) {
        return (long) fragment << 32 | (long) offset << 8 | protocol;
    }

    /** Of a walk: what follows the extensions. */
    public static int protocol(long walk) {
        return (int) walk & 0xFF;
    }

    /** Of a walk: where it lies, from the IPv6 header's first byte; at least 40. */
    public static int offset(long walk) {
        return (int) walk >>> 8;
    }

    /** Of a walk: where the fragment header lies, from the IPv6 header's first byte; 0 if none. */
    public static int fragmentOffset(long walk) {
        return (int) (walk >>> 32);
    }

    /** Of a fragment header: where its data belongs, in bytes. */
    public static int dataOffset(MemorySegment memory, long at) {
        return Wire.u16(memory, at + 2) & 0xFFF8;
    }

    /** Of a fragment header. */
    public static boolean moreFragments(MemorySegment memory, long at) {
        return (Wire.u16(memory, at + 2) & 1) != 0;
    }

    /** Of a fragment header. */
    public static int identification(MemorySegment memory, long at) {
        return Wire.u32(memory, at + 4);
    }
}
