package dev.sluice.director.forward;

import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.Wire;
import java.lang.foreign.MemorySegment;

/**
 * Packets that say by themselves which way to go: where they end is not where they seem to go to,
 * so no listener can be meant (RFC 7126 §4.3, RFC 5095). Asked only about headers longer than the
 * least.
 */
final class SourceRoute {
    /** No source route. */
    static final int NONE = 0;

    static final int ROUTED = 1;

    /** Options that contradict themselves. */
    static final int MALFORMED = 2;

    private static final int END = 0;
    private static final int NOTHING = 1;
    private static final int LOOSE = 131;
    private static final int STRICT = 137;

    private SourceRoute() {}

    /** Of an IPv4 header's options. */
    static int ofIpv4(MemorySegment memory, long ip, int headerLength) {
        long end = ip + headerLength;
        long at = ip + Ipv4Header.LENGTH;
        while (at < end) {
            int kind = Wire.u8(memory, at);
            if (kind == END) {
                return NONE;
            }
            int length = 1;
            if (kind != NOTHING) {
                length = at + 1 < end ? Wire.u8(memory, at + 1) : 0;
                if (length < 2 || at + length > end) {
                    return MALFORMED;
                }
            }
            if (kind == LOOSE || kind == STRICT) {
                return ROUTED;
            }
            at += length;
        }
        return NONE;
    }

    /**
     * Whether a routing header has segments left. The extension headers up to the payload have been
     * walked before, so they lie within the packet.
     */
    static boolean ofIpv6(MemorySegment memory, long ip, long payload) {
        int next = Ipv6Header.nextHeader(memory, ip);
        long at = ip + Ipv6Header.LENGTH;
        while (at < payload) {
            if (next == Ipv6Header.NEXT_ROUTING && Wire.u8(memory, at + 3) != 0) {
                return true;
            }
            boolean fragment = next == Ipv6Header.NEXT_FRAGMENT;
            next = Wire.u8(memory, at);
            at += fragment ? 8 : (Wire.u8(memory, at + 1) + 1) * 8L;
        }
        return false;
    }
}
