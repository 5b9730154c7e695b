package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * The header that tells a server who its client is: the PROXY protocol, version 2 ("The PROXY
 * protocol", HAProxy, §2.2), numbers big-endian.
 *
 * <pre>
 *   0                    12     13              14            16
 *  +--------------------+------+---------------+-------------+----------------------------------+
 *  | signature          | 0x21 | 0x11 TCP/IPv4 | length      | source, destination (4 or 16     |
 *  | (12)               |      | 0x21 TCP/IPv6 | 12 or 36    | each), source port, destination  |
 *  |                    |      | 0x12, 0x22 UDP|             | port (2 each)                    |
 *  +--------------------+------+---------------+-------------+----------------------------------+
 * </pre>
 */
public final class ProxyHeader {
    public static final int IPV4_LENGTH = 16 + 12;
    public static final int IPV6_LENGTH = 16 + 36;

    private static final long SIGNATURE_START = 0x0D0A_0D0A_000D_0A51L;
    private static final int SIGNATURE_END = 0x5549_540A;
    private static final int VERSION_2_PROXY = 0x21;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int IPV4 = 0x10;
    private static final int IPV6 = 0x20;
    private static final int FAMILY = 13;
    private static final int LENGTH = 14;
    private static final int ADDRESSES = 16;

    private ProxyHeader() {}

    /** How long the header is for a client. */
    public static int length(long clientHigh, long clientLow) {
        return Ipv4Header.isIpv4(clientHigh, clientLow) ? IPV4_LENGTH : IPV6_LENGTH;
    }

    /**
     * Writes the header.
     *
     * @param protocol of the session, TCP or UDP
     * @param virtualHigh with {@code virtualLow} the address that the client connected to, of the
     *     same family
     * @return its length
     */
    public static int write(
            MemorySegment memory,
            long at,
            int protocol,
            long clientHigh,
            long clientLow,
            int clientPort,
            long virtualHigh,
            long virtualLow,
            int virtualPort) {
        boolean ipv4 = Ipv4Header.isIpv4(clientHigh, clientLow);
        Wire.put64(memory, at, SIGNATURE_START);
        Wire.put32(memory, at + 8, SIGNATURE_END);
        Wire.put8(memory, at + 12, VERSION_2_PROXY);
        int transport = protocol == Ipv4Header.PROTOCOL_UDP ? DATAGRAM : STREAM;
        Wire.put8(memory, at + FAMILY, (ipv4 ? IPV4 : IPV6) | transport);
        Wire.put16(memory, at + LENGTH, (ipv4 ? IPV4_LENGTH : IPV6_LENGTH) - ADDRESSES);
        long ports = at + ADDRESSES + (ipv4 ? 8 : 32);
        if (ipv4) {
            Wire.put32(memory, at + ADDRESSES, (int) clientLow);
            Wire.put32(memory, at + ADDRESSES + 4, (int) virtualLow);
        } else {
            Wire.put64(memory, at + ADDRESSES, clientHigh);
            Wire.put64(memory, at + ADDRESSES + 8, clientLow);
            Wire.put64(memory, at + ADDRESSES + 16, virtualHigh);
            Wire.put64(memory, at + ADDRESSES + 24, virtualLow);
        }
        Wire.put16(memory, ports, clientPort);
        Wire.put16(memory, ports + 2, virtualPort);
        return (int) (ports + 4 - at);
    }
}
