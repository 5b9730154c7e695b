package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * Makes a packet into an ICMP error about itself (RFC 792, RFC 4443 §3): the packet stays where it
 * lies and is quoted; the new headers go before it. It is sent to the packet's source in the name
 * of an address that the client knows, so that its firewall lets it in.
 *
 * <pre>
 *        28 or 48 bytes of headroom                  the packet, cut off at 576 or 1,280 bytes in all
 * +----------------------+---------------------+------------------------------------------+
 * | IP header, to source | ICMP header, 8 bytes| IP header and what follows               |
 * +----------------------+---------------------+------------------------------------------+
 * </pre>
 */
public final class IcmpError {
    /** Longest IPv4 error (RFC 1812 §4.3.2.3). */
    public static final int LENGTH_MAX = 576;

    /** Longest IPv6 error: what every link takes (RFC 4443 §2.4 c). */
    public static final int V6_LENGTH_MAX = 1280;

    private static final int TTL = 64;
    private static final int HEADERS = Ipv4Header.LENGTH + IcmpHeader.LENGTH;
    private static final int V6_HEADERS = Ipv6Header.LENGTH + IcmpHeader.LENGTH;

    private IcmpError() {}

    /** How many bytes a packet's answer needs before it. */
    public static int headers(boolean ipv4) {
        return ipv4 ? HEADERS : V6_HEADERS;
    }

    /**
     * Writes an error about an IPv4 packet.
     *
     * @param ip the packet's header, whose answer begins {@link #headers} earlier
     * @param length the packet's
     * @param source in whose name
     * @param word the third: 0, or the MTU of {@link IcmpHeader#FRAGMENTATION_NEEDED}
     * @return the answer's length
     */
    public static int write(
            MemorySegment memory, long ip, int length, int source, int type, int code, int word) {
        int quoted = Math.min(length, LENGTH_MAX - HEADERS);
        long icmp = ip - IcmpHeader.LENGTH;
        int sum = writeHeader(memory, icmp, type, code, word, quoted);
        IcmpHeader.putChecksum(memory, icmp, Checksum.of(sum));
        Ipv4Header.write(
                memory,
                ip - HEADERS,
                0,
                HEADERS + quoted,
                0,
                0,
                TTL,
                Ipv4Header.PROTOCOL_ICMP,
                source,
                Ipv4Header.source(memory, ip));
        return HEADERS + quoted;
    }

    /** The same about an IPv6 packet. */
    public static int writeV6(
            MemorySegment memory,
            long ip,
            int length,
            long sourceHigh,
            long sourceLow,
            int type,
            int code,
            int word) {
        int quoted = Math.min(length, V6_LENGTH_MAX - V6_HEADERS);
        long icmp = ip - IcmpHeader.LENGTH;
        int sum = writeHeader(memory, icmp, type, code, word, quoted);
        long outer = ip - V6_HEADERS;
        int payload = IcmpHeader.LENGTH + quoted;
        Ipv6Header.write(
                memory,
                outer,
                0,
                0,
                payload,
                Ipv6Header.NEXT_ICMPV6,
                TTL,
                sourceHigh,
                sourceLow,
                Ipv6Header.sourceHigh(memory, ip),
                Ipv6Header.sourceLow(memory, ip));
        int pseudo = Ipv6Header.pseudoSum(memory, outer, Ipv6Header.NEXT_ICMPV6, payload);
        IcmpHeader.putChecksum(memory, icmp, Checksum.of(Checksum.add(sum, pseudo)));
        return V6_HEADERS + quoted;
    }

    private static int writeHeader(
            MemorySegment memory, long icmp, int type, int code, int word, int quoted) {
        IcmpHeader.putTypeAndCode(memory, icmp, type, code);
        IcmpHeader.putChecksum(memory, icmp, 0);
        IcmpHeader.putWord(memory, icmp, word);
        return Checksum.sum(memory, icmp, IcmpHeader.LENGTH + quoted);
    }
}
