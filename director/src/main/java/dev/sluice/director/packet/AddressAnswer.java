package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * Makes a question for the MAC of one of our addresses into its answer: ARP for IPv4 (RFC 826),
 * neighbour discovery for IPv6 (RFC 4861 §7.2.4). The kernel must not answer: it does not own the
 * address.
 */
public final class AddressAnswer {
    private static final long ALL_NODES_HIGH = 0xFF02_0000_0000_0000L;
    private static final long ALL_NODES_LOW = 1;
    private static final long ALL_NODES_MAC = 0x3333_0000_0001L;

    private AddressAnswer() {}

    /**
     * Answers an ARP request.
     *
     * @param frame its Ethernet header
     * @param mac whose the address is
     * @return the frame's length
     */
    public static int arp(MemorySegment memory, long frame, long mac) {
        long arp = frame + EthernetHeader.LENGTH;
        long asker = ArpPacket.senderMac(memory, arp);
        int address = ArpPacket.target(memory, arp);
        int askerAddress = ArpPacket.sender(memory, arp);
        EthernetHeader.write(memory, frame, asker, mac, EthernetHeader.TYPE_ARP);
        ArpPacket.write(memory, arp, ArpPacket.REPLY, mac, address, asker, askerAddress);
        return EthernetHeader.LENGTH + ArpPacket.LENGTH;
    }

    /**
     * Answers a neighbour solicitation that has no extension headers and room for a link-layer
     * address, which every frame of {@link EthernetHeader#FRAME_MIN} bytes in a chunk has. One
     * without a source asks whether the address is free, and is told in front of all (RFC 4862
     * §5.4.3).
     *
     * @param frame its Ethernet header
     * @param mac whose the address is
     * @return the frame's length
     */
    public static int neighbour(MemorySegment memory, long frame, long mac) {
        long ip = frame + EthernetHeader.LENGTH;
        long icmp = ip + Ipv6Header.LENGTH;
        long askerHigh = Ipv6Header.sourceHigh(memory, ip);
        long askerLow = Ipv6Header.sourceLow(memory, ip);
        boolean toAll = askerHigh == 0 && askerLow == 0;
        long high = NeighbourMessage.targetHigh(memory, icmp);
        long low = NeighbourMessage.targetLow(memory, icmp);
        return advertise(
                memory,
                frame,
                mac,
                high,
                low,
                toAll ? ALL_NODES_MAC : EthernetHeader.source(memory, frame),
                toAll ? ALL_NODES_HIGH : askerHigh,
                toAll ? ALL_NODES_LOW : askerLow,
                NeighbourMessage.OVERRIDE | (toAll ? 0 : NeighbourMessage.SOLICITED));
    }

    /**
     * Writes a request for one's own address, by which all learn whose it now is (RFC 5227 §3).
     *
     * @return the frame's length
     */
    public static int announceArp(MemorySegment memory, long frame, long mac, int address) {
        EthernetHeader.write(memory, frame, EthernetHeader.BROADCAST, mac, EthernetHeader.TYPE_ARP);
        ArpPacket.write(
                memory, frame + EthernetHeader.LENGTH, ArpPacket.REQUEST, mac, address, 0, address);
        return EthernetHeader.LENGTH + ArpPacket.LENGTH;
    }

    /** Writes the same for IPv6: an advertisement that nobody asked for (RFC 4861 §7.2.6). */
    public static int announceNeighbour(
            MemorySegment memory, long frame, long mac, long high, long low) {
        return advertise(
                memory,
                frame,
                mac,
                high,
                low,
                ALL_NODES_MAC,
                ALL_NODES_HIGH,
                ALL_NODES_LOW,
                NeighbourMessage.OVERRIDE);
    }

    private static int advertise(
            MemorySegment memory,
            long frame,
            long mac,
            long high,
            long low,
            long toMac,
            long toHigh,
            long toLow,
            int flags) {
        long ip = frame + EthernetHeader.LENGTH;
        long icmp = ip + Ipv6Header.LENGTH;
        int length = NeighbourMessage.LENGTH_WITH_MAC;
        int icmpv6 = Ipv6Header.NEXT_ICMPV6;
        EthernetHeader.write(memory, frame, toMac, mac, EthernetHeader.TYPE_IPV6);
        Ipv6Header.write(
                memory,
                ip,
                0,
                0,
                length,
                icmpv6,
                NeighbourMessage.HOP_LIMIT,
                high,
                low,
                toHigh,
                toLow);
        NeighbourMessage.write(
                memory,
                icmp,
                IcmpHeader.V6_NEIGHBOUR_ADVERTISEMENT,
                flags,
                high,
                low,
                NeighbourMessage.TARGET_MAC,
                mac);
        int pseudo = Ipv6Header.pseudoSum(memory, ip, icmpv6, length);
        int sum = Checksum.add(Checksum.sum(memory, icmp, length), pseudo);
        IcmpHeader.putChecksum(memory, icmp, Checksum.of(sum));
        return EthernetHeader.LENGTH + Ipv6Header.LENGTH + length;
    }
}
