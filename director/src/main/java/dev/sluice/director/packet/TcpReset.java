package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * Segments that end a connection: one made of the segment that it answers (RFC 9293 §3.10.7.1), and
 * one written from nothing, for the ends of a connection that is given up.
 */
public final class TcpReset {
    private static final int TTL = 64;

    private TcpReset() {}

    /**
     * Makes a segment into the reset that answers it; IP options and extension headers go. A
     * segment that is itself a reset must not be answered: that is the caller's to see.
     *
     * @param ip the segment's IP header, where the answer begins as well
     * @param tcp its TCP header
     * @param end where the packet ends
     * @return the answer's length
     */
    public static int answer(MemorySegment memory, long ip, long tcp, long end) {
        int flags = TcpHeader.flags(memory, tcp);
        int data = (int) (end - tcp) - TcpHeader.headerLength(memory, tcp);
        int next = TcpHeader.sequence(memory, tcp) + data + Integer.bitCount(flags & 0x03);
        boolean acknowledges = (flags & TcpHeader.ACK) != 0;
        int sequence = acknowledges ? TcpHeader.acknowledgement(memory, tcp) : 0;
        int acknowledgement = acknowledges ? 0 : next;
        int answer = acknowledges ? TcpHeader.RST : TcpHeader.RST | TcpHeader.ACK;
        boolean ipv4 = Ipv4Header.version(memory, ip) == 4;
        long ownHigh = ipv4 ? 0 : Ipv6Header.destinationHigh(memory, ip);
        long ownLow =
                ipv4
                        ? Ipv4Header.destinationLow(memory, ip)
                        : Ipv6Header.destinationLow(memory, ip);
        long peerHigh = ipv4 ? 0 : Ipv6Header.sourceHigh(memory, ip);
        long peerLow = ipv4 ? Ipv4Header.sourceLow(memory, ip) : Ipv6Header.sourceLow(memory, ip);
        int ownPort = TcpHeader.destinationPort(memory, tcp);
        int peerPort = TcpHeader.sourcePort(memory, tcp);
        return write(
                memory,
                ip,
                ownHigh,
                ownLow,
                peerHigh,
                peerLow,
                ownPort,
                peerPort,
                sequence,
                acknowledgement,
                answer);
    }

    /**
     * Writes a segment without options or data, checksums included.
     *
     * @param ip where its IP header shall begin
     * @param flags {@link TcpHeader#RST}, with or without {@link TcpHeader#ACK}
     * @return its length
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
            int flags) {
        boolean ipv4 = Ipv4Header.isIpv4(destinationHigh, destinationLow);
        int header = ipv4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH;
        long tcp = ip + header;
        int pseudo =
                writeIp(memory, ip, ipv4, sourceHigh, sourceLow, destinationHigh, destinationLow);
        TcpHeader.write(
                memory,
                tcp,
                sourcePort,
                destinationPort,
                sequence,
                acknowledgement,
                TcpHeader.LENGTH,
                flags,
                0);
        int sum = Checksum.add(Checksum.sum(memory, tcp, TcpHeader.LENGTH), pseudo);
        TcpHeader.putChecksum(memory, tcp, Checksum.of(sum));
        return header + TcpHeader.LENGTH;
    }

    private static int writeIp(
            MemorySegment memory,
            long ip,
            boolean ipv4,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow) {
        if (ipv4) {
            Ipv4Header.write(
                    memory,
                    ip,
                    0,
                    Ipv4Header.LENGTH + TcpHeader.LENGTH,
                    0,
                    Ipv4Header.DONT_FRAGMENT,
                    TTL,
                    Ipv4Header.PROTOCOL_TCP,
                    (int) sourceLow,
                    (int) destinationLow);
            return Checksum.pseudoIpv4(
                    (int) sourceLow,
                    (int) destinationLow,
                    Ipv4Header.PROTOCOL_TCP,
                    TcpHeader.LENGTH);
        }
        Ipv6Header.write(
                memory,
                ip,
                0,
                0,
                TcpHeader.LENGTH,
                Ipv4Header.PROTOCOL_TCP,
                TTL,
                sourceHigh,
                sourceLow,
                destinationHigh,
                destinationLow);
        return Ipv6Header.pseudoSum(memory, ip, Ipv4Header.PROTOCOL_TCP, TcpHeader.LENGTH);
    }
}
