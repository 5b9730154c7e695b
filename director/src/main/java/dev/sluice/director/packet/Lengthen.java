package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * Makes lengths and checksums right after bytes were put into a packet: between its headers and its
 * data, or behind headers without data. IPv6 extension headers stay as they are.
 */
public final class Lengthen {
    private Lengthen() {}

    /**
     * After bytes were put right behind a TCP header.
     *
     * @param ip of the IP header
     * @param tcp of the TCP header
     * @param added where they begin
     * @param bytes how many; an even number
     */
    public static void tcp(MemorySegment memory, long ip, long tcp, long added, int bytes) {
        int sum = Checksum.add(Checksum.sum(memory, added, bytes), bytes);
        int checksum = TcpHeader.checksum(memory, tcp);
        TcpHeader.putChecksum(memory, tcp, Checksum.update16(checksum, 0, sum));
        ip(memory, ip, bytes);
    }

    /**
     * After bytes were put right behind a UDP header.
     *
     * @param bytes how many; an even number
     */
    public static void udp(MemorySegment memory, long ip, long udp, int bytes) {
        int length = UdpHeader.length(memory, udp);
        UdpHeader.putLength(memory, udp, length + bytes);
        int checksum = UdpHeader.checksum(memory, udp);
        if (checksum != 0) {
            int sum = Checksum.sum(memory, udp + UdpHeader.LENGTH, bytes);
            // The length counts twice: in the header and in the pseudo-header.
            int change = Checksum.add(sum, 2 * bytes);
            int now = Checksum.update16(checksum, 0, change);
            UdpHeader.putChecksum(memory, udp, Checksum.orOnes(now));
        }
        ip(memory, ip, bytes);
    }

    private static void ip(MemorySegment memory, long ip, int bytes) {
        if (Ipv4Header.version(memory, ip) != 4) {
            Ipv6Header.putPayloadLength(memory, ip, Ipv6Header.payloadLength(memory, ip) + bytes);
            return;
        }
        int was = Ipv4Header.totalLength(memory, ip);
        int checksum = Ipv4Header.checksum(memory, ip);
        Ipv4Header.putTotalLength(memory, ip, was + bytes);
        Ipv4Header.putChecksum(memory, ip, Checksum.update16(checksum, was, was + bytes));
    }
}
