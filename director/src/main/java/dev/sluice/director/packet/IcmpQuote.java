package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * The beginning of a packet that an ICMP error quotes (RFC 792, RFC 4443 §2.4 c): read, and
 * rewritten for whom the error is passed on to, who knows the packet by other addresses and ports.
 * Used again for every error; owned by one worker.
 *
 * <pre>
 * +-----------+-------------+-----------------+--------------------------------+
 * | IP header | ICMP header | quoted IP header| quoted ports and more, 8 bytes |
 * |           | 8 bytes     |                 | at least; checksum, if there   |
 * +-----------+-------------+-----------------+--------------------------------+
 * </pre>
 *
 * All checksums are changed by what changed, the quoted ones as far as they are quoted: a broken
 * one stays broken.
 */
public final class IcmpQuote {
    /** What must be quoted of TCP or UDP (RFC 792): the ports among it. */
    private static final int TRANSPORT_MIN = 8;

    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    private boolean ipv4;
    private long ip;
    private long transport;
    private long end;
    private int protocol;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int sourcePort;
    private int destinationPort;

    /**
     * Reads what an error quotes.
     *
     * @param quote where the quoted IP header begins
     * @param end where the error ends
     * @return false if it is not the beginning of a TCP segment or UDP datagram of that IP version;
     *     then nothing may be asked
     */
    public boolean read(MemorySegment memory, long quote, long end, boolean isIpv4) {
        ipv4 = isIpv4;
        ip = quote;
        this.end = end;
        boolean sound = isIpv4 ? readIpv4(memory) : readIpv6(memory);
        if (!sound
                || transport + TRANSPORT_MIN > end
                || (protocol != Ipv4Header.PROTOCOL_TCP && protocol != Ipv4Header.PROTOCOL_UDP)) {
            return false;
        }
        sourcePort = Wire.u16(memory, transport);
        destinationPort = Wire.u16(memory, transport + 2);
        return true;
    }

    private boolean readIpv4(MemorySegment memory) {
        if (ip + Ipv4Header.LENGTH > end || Ipv4Header.version(memory, ip) != 4) {
            return false;
        }
        int headerLength = Ipv4Header.headerLength(memory, ip);
        if (headerLength < Ipv4Header.LENGTH || Ipv4Header.fragmentOffset(memory, ip) != 0) {
            return false;
        }
        transport = ip + headerLength;
        protocol = Ipv4Header.protocol(memory, ip);
        sourceHigh = 0;
        sourceLow = Ipv4Header.sourceLow(memory, ip);
        destinationHigh = 0;
        destinationLow = Ipv4Header.destinationLow(memory, ip);
        return true;
    }

    private boolean readIpv6(MemorySegment memory) {
        if (ip + Ipv6Header.LENGTH > end || Ipv6Header.version(memory, ip) != 6) {
            return false;
        }
        long walk = Ipv6Extensions.walk(memory, ip, end);
        if (walk < 0) {
            return false;
        }
        int fragment = Ipv6Extensions.fragmentOffset(walk);
        if (fragment != 0 && Ipv6Extensions.dataOffset(memory, ip + fragment) != 0) {
            return false;
        }
        transport = ip + Ipv6Extensions.offset(walk);
        protocol = Ipv6Extensions.protocol(walk);
        sourceHigh = Ipv6Header.sourceHigh(memory, ip);
        sourceLow = Ipv6Header.sourceLow(memory, ip);
        destinationHigh = Ipv6Header.destinationHigh(memory, ip);
        destinationLow = Ipv6Header.destinationLow(memory, ip);
        return true;
    }

    /** TCP or UDP. */
    public int protocol() {
        return protocol;
    }

    public long sourceHigh() {
        return sourceHigh;
    }

    public long sourceLow() {
        return sourceLow;
    }

    public long destinationHigh() {
        return destinationHigh;
    }

    public long destinationLow() {
        return destinationLow;
    }

    public int sourcePort() {
        return sourcePort;
    }

    public int destinationPort() {
        return destinationPort;
    }

    /**
     * Gives the quoted packet another source, as its sender knows it.
     *
     * @param icmp the error's ICMP header, whose checksum follows
     */
    public void source(MemorySegment memory, long icmp, long high, long low, int port) {
        int before = quotedSum(memory);
        if (ipv4) {
            Ipv4Header.putSource(memory, ip, (int) low);
        } else {
            Ipv6Header.putSource(memory, ip, high, low);
        }
        Wire.put16(memory, transport, port);
        follow(memory, sourceHigh, sourceLow, sourcePort, high, low, port);
        replaceSum(memory, icmp, before);
        sourceHigh = high;
        sourceLow = low;
        sourcePort = port;
    }

    /** Gives the quoted packet another destination, as its sender knows it. */
    public void destination(MemorySegment memory, long icmp, long high, long low, int port) {
        int before = quotedSum(memory);
        if (ipv4) {
            Ipv4Header.putDestination(memory, ip, (int) low);
        } else {
            Ipv6Header.putDestination(memory, ip, high, low);
        }
        Wire.put16(memory, transport + 2, port);
        follow(memory, destinationHigh, destinationLow, destinationPort, high, low, port);
        replaceSum(memory, icmp, before);
        destinationHigh = high;
        destinationLow = low;
        destinationPort = port;
    }

    /** Moves a quoted TCP segment's sequence number to its sender's count. */
    public void shift(MemorySegment memory, long icmp, int by) {
        if (protocol != Ipv4Header.PROTOCOL_TCP) {
            return;
        }
        int before = quotedSum(memory);
        int was = TcpHeader.sequence(memory, transport);
        TcpHeader.putSequence(memory, transport, was + by);
        if (transport + TCP_CHECKSUM + 2 <= end) {
            int checksum = TcpHeader.checksum(memory, transport);
            TcpHeader.putChecksum(memory, transport, Checksum.update32(checksum, was, was + by));
        }
        replaceSum(memory, icmp, before);
    }

    /** The quoted checksums, of the IPv4 header and of TCP or UDP. */
    private void follow(
            MemorySegment memory,
            long wasHigh,
            long wasLow,
            int wasPort,
            long high,
            long low,
            int port) {
        if (ipv4) {
            int checksum = Ipv4Header.checksum(memory, ip);
            Ipv4Header.putChecksum(
                    memory, ip, Checksum.update128(checksum, wasHigh, wasLow, high, low));
        }
        boolean tcp = protocol == Ipv4Header.PROTOCOL_TCP;
        long at = transport + (tcp ? TCP_CHECKSUM : UDP_CHECKSUM);
        if (at + 2 > end || (!tcp && Wire.u16(memory, at) == 0)) {
            return;
        }
        int checksum = Wire.u16(memory, at);
        checksum = Checksum.update128(checksum, wasHigh, wasLow, high, low);
        checksum = Checksum.update16(checksum, wasPort, port);
        Wire.put16(memory, at, tcp ? checksum : Checksum.orOnes(checksum));
    }

    /** The sum of all that may be changed: the quoted IP header, and TCP or UDP as quoted. */
    private int quotedSum(MemorySegment memory) {
        int transportBytes = (int) Math.min(end - transport, TcpHeader.LENGTH) & ~1;
        return Checksum.sum(memory, ip, (int) (transport - ip) + transportBytes);
    }

    private void replaceSum(MemorySegment memory, long icmp, int before) {
        int checksum = IcmpHeader.checksum(memory, icmp);
        int now = quotedSum(memory);
        IcmpHeader.putChecksum(memory, icmp, Checksum.update16(checksum, before, now));
    }

    /**
     * Gives an ICMP message another source and destination; of IPv6, its checksum covers them.
     *
     * @param at its IP header
     */
    public static void address(
            MemorySegment memory,
            long at,
            long icmp,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow) {
        if (Ipv4Header.version(memory, at) == 4) {
            int checksum = Ipv4Header.checksum(memory, at);
            checksum = Checksum.update32(checksum, Ipv4Header.source(memory, at), (int) sourceLow);
            checksum =
                    Checksum.update32(
                            checksum, Ipv4Header.destination(memory, at), (int) destinationLow);
            Ipv4Header.putSource(memory, at, (int) sourceLow);
            Ipv4Header.putDestination(memory, at, (int) destinationLow);
            Ipv4Header.putChecksum(memory, at, checksum);
            return;
        }
        int was = Ipv6Header.pseudoSum(memory, at, 0, 0);
        Ipv6Header.putSource(memory, at, sourceHigh, sourceLow);
        Ipv6Header.putDestination(memory, at, destinationHigh, destinationLow);
        int now = Ipv6Header.pseudoSum(memory, at, 0, 0);
        int checksum = IcmpHeader.checksum(memory, icmp);
        IcmpHeader.putChecksum(memory, icmp, Checksum.update16(checksum, was, now));
    }
}
