package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * The options of a TCP header (RFC 9293 §3.1): found, changed in place, and put in. Kinds 0 and 1
 * are single bytes; every other begins with its kind and its whole length. What contradicts itself
 * ends a walk: it never throws, and nothing behind it is found.
 *
 * <pre>
 * maximum segment size (RFC 9293 §3.7.1)      timestamps (RFC 7323 §3.2)
 * +--------+--------+---------+--------+     +-------+-------+---------------+---------------+
 * | Kind=2 |Length=4|   max.seg.size   |     |Kind=8 |  10   |   TS Value    |TS Echo Reply  |
 * +--------+--------+---------+--------+     +-------+-------+---------------+---------------+
 *
 * a client's IPv4 address and port            a client's IPv6 address and port
 * +--------+--------+---------+--------+     +--------+--------+---------+--------+
 * |Kind=254|Length=8|       port       |     |Kind=253|   20   |       port       |
 * +--------+--------+---------+--------+     +--------+--------+---------+--------+
 * |              address               |     |         address, 16 bytes ...
 * +--------+--------+---------+--------+     +--------+--------+---------+--------+
 * </pre>
 *
 * Kinds 253 and 254 are for experiments (RFC 4727 §7); with an address they are what backends of
 * other balancers read, too.
 */
public final class TcpOptions {
    public static final int END = 0;
    public static final int NOTHING = 1;
    public static final int MAXIMUM_SEGMENT_SIZE = 2;
    public static final int WINDOW_SCALE = 3;
    public static final int SACK_PERMITTED = 4;
    public static final int TIMESTAMPS = 8;
    public static final int CLIENT_IPV6 = 253;
    public static final int CLIENT_IPV4 = 254;

    public static final int CLIENT_IPV4_LENGTH = 8;
    public static final int CLIENT_IPV6_LENGTH = 20;

    /** What {@link #find} gives for an option that is not there. */
    public static final long NONE = -1;

    private static final int MSS_LENGTH = 4;
    private static final int TIMESTAMPS_LENGTH = 10;

    private TcpOptions() {}

    /**
     * Where an option's kind stands, its whole length within the header.
     *
     * @param tcp of the TCP header
     * @param headerLength the header's own, already checked against the packet's end
     */
    public static long find(MemorySegment memory, long tcp, int headerLength, int kind) {
        long end = tcp + headerLength;
        long p = tcp + TcpHeader.LENGTH;
        while (p < end) {
            int here = Wire.u8(memory, p);
            if (here == END) {
                return NONE;
            }
            int length = 1;
            if (here != NOTHING) {
                length = p + 1 < end ? Wire.u8(memory, p + 1) : 0;
                if (length < 2 || p + length > end) {
                    return NONE;
                }
            }
            if (here == kind) {
                return p;
            }
            p += length;
        }
        return NONE;
    }

    /** Whether an option has the length that its kind must have. */
    private static boolean isOfLength(MemorySegment memory, long option, int length) {
        return option != NONE && Wire.u8(memory, option + 1) == length;
    }

    /** The maximum segment size, or 0 where none is given. */
    public static int maximumSegmentSize(MemorySegment memory, long tcp, int headerLength) {
        long option = find(memory, tcp, headerLength, MAXIMUM_SEGMENT_SIZE);
        return isOfLength(memory, option, MSS_LENGTH) ? Wire.u16(memory, option + 2) : 0;
    }

    /**
     * Makes a maximum segment size no larger than given, checksum included. One that is not there
     * stays so: it means 536 for IPv4 and 1,220 for IPv6 (RFC 9293 §3.7.1), which fit.
     */
    public static void clampSegmentSize(
            MemorySegment memory, long tcp, int headerLength, int largest) {
        long option = find(memory, tcp, headerLength, MAXIMUM_SEGMENT_SIZE);
        if (!isOfLength(memory, option, MSS_LENGTH) || Wire.u16(memory, option + 2) <= largest) {
            return;
        }
        int before = sum(memory, tcp, headerLength);
        Wire.put16(memory, option + 2, largest);
        replaceSum(memory, tcp, headerLength, before);
    }

    /**
     * Overwrites timestamps with what means nothing, checksum included. Servers that compare them
     * would refuse connections of clients that share one local address.
     */
    public static void eraseTimestamps(MemorySegment memory, long tcp, int headerLength) {
        long option = find(memory, tcp, headerLength, TIMESTAMPS);
        if (!isOfLength(memory, option, TIMESTAMPS_LENGTH)) {
            return;
        }
        int before = sum(memory, tcp, headerLength);
        for (int i = 0; i < TIMESTAMPS_LENGTH; i++) {
            Wire.put8(memory, option + i, NOTHING);
        }
        replaceSum(memory, tcp, headerLength, before);
    }

    private static int sum(MemorySegment memory, long tcp, int headerLength) {
        return Checksum.sum(memory, tcp + TcpHeader.LENGTH, headerLength - TcpHeader.LENGTH);
    }

    private static void replaceSum(MemorySegment memory, long tcp, int headerLength, int before) {
        int now = sum(memory, tcp, headerLength);
        int checksum = Checksum.update16(TcpHeader.checksum(memory, tcp), before, now);
        TcpHeader.putChecksum(memory, tcp, checksum);
    }

    /**
     * Puts the client's address and port before all other options: what follows an end-of-options
     * byte would not be read. All before it moves to the front by the option's length, which the
     * frame grows by; lengths and checksums follow.
     *
     * @param frame the Ethernet header, with at least {@link #CLIENT_IPV6_LENGTH} free before it
     * @param ip the IP header
     * @param tcp the TCP header
     * @return by how many bytes the frame now begins earlier; 0 when there was no room among the
     *     options, and nothing changed
     */
    public static int insertClient(
            MemorySegment memory, long frame, long ip, long tcp, long high, long low, int port) {
        boolean ipv4 = Ipv4Header.isIpv4(high, low);
        int length = ipv4 ? CLIENT_IPV4_LENGTH : CLIENT_IPV6_LENGTH;
        int headerLength = TcpHeader.headerLength(memory, tcp);
        if (headerLength + length > TcpHeader.LENGTH_MAX) {
            return 0;
        }
        Wire.move(memory, frame, frame - length, (int) (tcp - frame) + TcpHeader.LENGTH);
        writeClient(memory, tcp - length + TcpHeader.LENGTH, high, low, port);
        lengthenTcp(memory, tcp - length, headerLength, length);
        lengthenIp(memory, ip - length, length);
        return length;
    }

    /**
     * Writes a client's address and port as an option.
     *
     * @return its length
     */
    public static int writeClient(
            MemorySegment memory, long option, long high, long low, int port) {
        boolean ipv4 = Ipv4Header.isIpv4(high, low);
        int length = ipv4 ? CLIENT_IPV4_LENGTH : CLIENT_IPV6_LENGTH;
        Wire.put8(memory, option, ipv4 ? CLIENT_IPV4 : CLIENT_IPV6);
        Wire.put8(memory, option + 1, length);
        Wire.put16(memory, option + 2, port);
        if (ipv4) {
            Wire.put32(memory, option + 4, (int) low);
        } else {
            Wire.put64(memory, option + 4, high);
            Wire.put64(memory, option + 12, low);
        }
        return length;
    }

    /** The option's bytes, the data offset and the pseudo-header's length are in the checksum. */
    private static void lengthenTcp(MemorySegment memory, long tcp, int headerLength, int length) {
        int was = TcpHeader.lengthAndFlags(memory, tcp);
        int now = was + (length << 10);
        TcpHeader.putLengthAndFlags(memory, tcp, headerLength + length, was & 0xFFF);
        int added = Checksum.sum(memory, tcp + TcpHeader.LENGTH, length);
        int checksum = TcpHeader.checksum(memory, tcp);
        checksum = Checksum.update16(checksum, was, now);
        checksum = Checksum.update16(checksum, 0, Checksum.add(added, length));
        TcpHeader.putChecksum(memory, tcp, checksum);
    }

    private static void lengthenIp(MemorySegment memory, long ip, int length) {
        if (Ipv4Header.version(memory, ip) != 4) {
            Ipv6Header.putPayloadLength(memory, ip, Ipv6Header.payloadLength(memory, ip) + length);
            return;
        }
        int was = Ipv4Header.totalLength(memory, ip);
        int checksum = Ipv4Header.checksum(memory, ip);
        Ipv4Header.putTotalLength(memory, ip, was + length);
        Ipv4Header.putChecksum(memory, ip, Checksum.update16(checksum, was, was + length));
    }
}
