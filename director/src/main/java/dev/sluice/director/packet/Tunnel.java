package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * Headers that carry a whole packet to a server: IP in IP (RFC 2003, RFC 2473), or Generic UDP
 * Encapsulation in the variant that has no header of its own (draft-ietf-intarea-gue §4, variant
 * 1): behind the UDP header follows an IP packet, whose version tells the family. Linux takes both
 * off: {@code ipip}, {@code ip6tnl} and {@code fou} devices.
 *
 * <pre>
 * IP in IP             +--------------------+----------------+
 *                      | outer IP, protocol | packet         |
 *                      | 4 (IPv4), 41 (IPv6)|                |
 *                      +--------------------+----------------+
 * GUE                  +--------------------+-------------------------+----------------+
 *                      | outer IP, protocol | UDP, source port by the | packet         |
 *                      | 17                 | flow, destination 6080  |                |
 *                      +--------------------+-------------------------+----------------+
 * </pre>
 *
 * The source port of GUE lets routers and receive queues tell flows apart. Its checksum is 0 over
 * IPv4 (RFC 8085 §3.4) and made over IPv6, where receivers insist (RFC 8200 §8.1).
 */
public final class Tunnel {
    public static final int GUE_PORT = 6080;

    /** Source port where there is no UDP header. */
    public static final int IN_IP = 0;

    private static final int TTL = 64;
    private static final int PORTS_FROM = 0xC000;

    private Tunnel() {}

    /** How many bytes are put before a packet. */
    public static int overhead(boolean gue, boolean overIpv4) {
        return (overIpv4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH) + (gue ? UdpHeader.LENGTH : 0);
    }

    /** The outer source port of a flow: always the same, and one that no service has. */
    public static int sourcePort(long flowHash) {
        return PORTS_FROM | ((int) (flowHash ^ flowHash >>> 32) & 0x3FFF);
    }

    /**
     * Puts outer headers before a packet. DSCP and ECN are copied outward (RFC 6040 §4.1), and so
     * is IPv4's "don't fragment"; IPv6 must not be fragmented at all.
     *
     * @param inner the packet's IP header, with {@link #overhead} free before it
     * @param innerLength of the whole packet
     * @param sourcePort of {@link #sourcePort}, or {@link #IN_IP}
     * @param identification of the outer IPv4 packet, for when it is cut on the way
     * @return where the outer IP header now begins
     */
    public static long wrap(
            MemorySegment memory,
            long inner,
            int innerLength,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int sourcePort,
            int identification) {
        boolean overIpv4 = Ipv4Header.isIpv4(destinationHigh, destinationLow);
        boolean gue = sourcePort != IN_IP;
        boolean innerIpv4 = Ipv4Header.version(memory, inner) == 4;
        long payload = gue ? inner - UdpHeader.LENGTH : inner;
        int length = gue ? innerLength + UdpHeader.LENGTH : innerLength;
        if (gue) {
            UdpHeader.write(memory, payload, sourcePort, GUE_PORT, length, 0);
        }
        int protocol = gue ? Ipv4Header.PROTOCOL_UDP : protocolOf(innerIpv4);
        int trafficClass =
                innerIpv4
                        ? Ipv4Header.trafficClass(memory, inner)
                        : Ipv6Header.trafficClass(memory, inner);
        if (overIpv4) {
            boolean whole = !innerIpv4 || Ipv4Header.dontFragment(memory, inner);
            long outer = payload - Ipv4Header.LENGTH;
            Ipv4Header.write(
                    memory,
                    outer,
                    trafficClass,
                    length + Ipv4Header.LENGTH,
                    identification,
                    whole ? Ipv4Header.DONT_FRAGMENT : 0,
                    TTL,
                    protocol,
                    (int) sourceLow,
                    (int) destinationLow);
            return outer;
        }
        long outer = payload - Ipv6Header.LENGTH;
        Ipv6Header.write(
                memory,
                outer,
                trafficClass,
                0,
                length,
                protocol,
                TTL,
                sourceHigh,
                sourceLow,
                destinationHigh,
                destinationLow);
        if (gue) {
            int sum = Checksum.sum(memory, payload, length);
            int pseudo = Ipv6Header.pseudoSum(memory, outer, protocol, length);
            UdpHeader.putChecksum(memory, payload, Checksum.ofUdp(Checksum.add(sum, pseudo)));
        }
        return outer;
    }

    private static int protocolOf(boolean innerIpv4) {
        return innerIpv4 ? Ipv4Header.PROTOCOL_IPIP : Ipv4Header.PROTOCOL_IPV6;
    }
}
