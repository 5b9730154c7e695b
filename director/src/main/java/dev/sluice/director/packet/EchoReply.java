package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/** Makes an echo request into its reply (RFC 792; RFC 4443 §4.2); its length stays. */
public final class EchoReply {
    private static final int TTL = 64;

    private EchoReply() {}

    /** Answers an IPv4 request that is no fragment; its IP options stay. */
    public static void answer(MemorySegment memory, long ip) {
        int headerLength = Ipv4Header.headerLength(memory, ip);
        int source = Ipv4Header.source(memory, ip);
        Ipv4Header.putSource(memory, ip, Ipv4Header.destination(memory, ip));
        Ipv4Header.putDestination(memory, ip, source);
        Ipv4Header.putTtl(memory, ip, TTL);
        Ipv4Header.sign(memory, ip, headerLength);
        turn(memory, ip + headerLength, IcmpHeader.ECHO_REPLY);
    }

    /**
     * Answers an IPv6 request.
     *
     * @param icmp its ICMP header
     */
    public static void answerV6(MemorySegment memory, long ip, long icmp) {
        long high = Ipv6Header.sourceHigh(memory, ip);
        long low = Ipv6Header.sourceLow(memory, ip);
        Ipv6Header.putSource(
                memory,
                ip,
                Ipv6Header.destinationHigh(memory, ip),
                Ipv6Header.destinationLow(memory, ip));
        Ipv6Header.putDestination(memory, ip, high, low);
        Ipv6Header.putHopLimit(memory, ip, TTL);
        turn(memory, icmp, IcmpHeader.V6_ECHO_REPLY);
    }

    /** A broken request gets a broken reply. */
    private static void turn(MemorySegment memory, long icmp, int type) {
        int was = Wire.u16(memory, icmp);
        int now = type << 8;
        IcmpHeader.putTypeAndCode(memory, icmp, type, 0);
        int checksum = IcmpHeader.checksum(memory, icmp);
        IcmpHeader.putChecksum(memory, icmp, Checksum.update16(checksum, was, now));
    }
}
