package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * A TCP segment of the director's own in its IP packet, family by the addresses. Options and data
 * are written first, where they belong; {@link #write} puts the headers before them and makes the
 * checksums.
 */
public final class TcpSegment {
    private static final int TTL = 64;

    private TcpSegment() {}

    /**
     * Where options begin, and data after them.
     *
     * @param ip where the IP header shall begin
     */
    public static long options(long ip, boolean ipv4) {
        return ip + (ipv4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH) + TcpHeader.LENGTH;
    }

    /**
     * Writes the headers.
     *
     * @param ip where the IP header shall begin
     * @param optionsLength in bytes, a multiple of four
     * @return the packet's length
     */
    public static int write(
            MemorySegment memory,
            long ip,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int sourcePort,
            int destinationPort,
            int sequence,
            int acknowledgement,
            int flags,
            int window,
            int optionsLength,
            int dataLength) {
        int header = TcpHeader.LENGTH + optionsLength;
        int length = header + dataLength;
        boolean ipv4 = Ipv4Header.isIpv4(destinationHigh, destinationLow);
        long tcp = options(ip, ipv4) - TcpHeader.LENGTH;
        int pseudo =
                ipv4
                        ? ipv4(memory, ip, length, (int) sourceLow, (int) destinationLow)
                        : ipv6(
                                memory,
                                ip,
                                length,
                                sourceHigh,
                                sourceLow,
                                destinationHigh,
                                destinationLow);
        TcpHeader.write(
                memory,
                tcp,
                sourcePort,
                destinationPort,
                sequence,
                acknowledgement,
                header,
                flags,
                window);
        int sum = Checksum.add(Checksum.sum(memory, tcp, length), pseudo);
        TcpHeader.putChecksum(memory, tcp, Checksum.of(sum));
        return (int) (tcp - ip) + length;
    }

    private static int ipv4(
            MemorySegment memory, long ip, int length, int source, int destination) {
        Ipv4Header.write(
                memory,
                ip,
                0,
                Ipv4Header.LENGTH + length,
                0,
                Ipv4Header.DONT_FRAGMENT,
                TTL,
                Ipv4Header.PROTOCOL_TCP,
                source,
                destination);
        return Checksum.pseudoIpv4(source, destination, Ipv4Header.PROTOCOL_TCP, length);
    }

    private static int ipv6(
            MemorySegment memory,
            long ip,
            int length,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow) {
        Ipv6Header.write(
                memory,
                ip,
                0,
                0,
                length,
                Ipv4Header.PROTOCOL_TCP,
                TTL,
                sourceHigh,
                sourceLow,
                destinationHigh,
                destinationLow);
        return Ipv6Header.pseudoSum(memory, ip, Ipv4Header.PROTOCOL_TCP, length);
    }
}
