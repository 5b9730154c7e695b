package dev.sluice.director.inspect;

import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.Wire;
import java.lang.foreign.MemorySegment;

/**
 * The ends of a frame, as far as filters ask: believes nothing and never throws. Extension headers
 * of IPv6 are not followed. Used again for every frame, by one thread.
 */
final class FrameHeads {
    static final int ICMP6 = 58;
    static final int NO_PORT = -1;

    private static final int VLAN_BYTES = 4;
    private static final int ARP_SENDER = 14;
    private static final int ARP_TARGET = 24;
    private static final int ARP_BYTES = 28;

    private int protocol;
    private long sourceHigh;
    private long sourceLow;
    private int sourcePort;
    private long destinationHigh;
    private long destinationLow;
    private int destinationPort;

    /** Whether a filter's words hold for a frame. */
    boolean match(TrafficFilter filter, MemorySegment memory, long frame, int length) {
        read(memory, frame, length);
        return filter.matches(
                protocol,
                sourceHigh,
                sourceLow,
                sourcePort,
                destinationHigh,
                destinationLow,
                destinationPort);
    }

    private void read(MemorySegment memory, long frame, int length) {
        protocol = TrafficFilter.NO_IP;
        sourceHigh = 0;
        sourceLow = 0;
        destinationHigh = 0;
        destinationLow = 0;
        sourcePort = NO_PORT;
        destinationPort = NO_PORT;
        int at = EthernetHeader.LENGTH;
        if (length < at) {
            return;
        }
        int type = EthernetHeader.type(memory, frame);
        if (type == EthernetHeader.TYPE_VLAN && length >= at + VLAN_BYTES) {
            type = Wire.u16(memory, frame + at + 2);
            at += VLAN_BYTES;
        }
        long end = frame + length;
        switch (type) {
            case EthernetHeader.TYPE_IPV4 -> ipv4(memory, frame + at, end);
            case EthernetHeader.TYPE_IPV6 -> ipv6(memory, frame + at, end);
            case EthernetHeader.TYPE_ARP -> arp(memory, frame + at, end);
            default -> {}
        }
    }

    private void ipv4(MemorySegment memory, long ip, long end) {
        if (ip + Ipv4Header.LENGTH > end) {
            return;
        }
        protocol = Ipv4Header.protocol(memory, ip);
        sourceLow = Ipv4Header.sourceLow(memory, ip);
        destinationLow = Ipv4Header.destinationLow(memory, ip);
        if (Ipv4Header.fragmentOffset(memory, ip) == 0) {
            ports(memory, ip + Ipv4Header.headerLength(memory, ip), end);
        }
    }

    private void ipv6(MemorySegment memory, long ip, long end) {
        if (ip + Ipv6Header.LENGTH > end) {
            return;
        }
        protocol = Ipv6Header.nextHeader(memory, ip);
        sourceHigh = Ipv6Header.sourceHigh(memory, ip);
        sourceLow = Ipv6Header.sourceLow(memory, ip);
        destinationHigh = Ipv6Header.destinationHigh(memory, ip);
        destinationLow = Ipv6Header.destinationLow(memory, ip);
        ports(memory, ip + Ipv6Header.LENGTH, end);
    }

    private void ports(MemorySegment memory, long header, long end) {
        boolean has = protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP;
        if (has && header + 4 <= end) {
            sourcePort = Wire.u16(memory, header);
            destinationPort = Wire.u16(memory, header + 2);
        }
    }

    private void arp(MemorySegment memory, long arp, long end) {
        if (arp + ARP_BYTES <= end) {
            sourceLow = Ipv4Header.low(Wire.u32(memory, arp + ARP_SENDER));
            destinationLow = Ipv4Header.low(Wire.u32(memory, arp + ARP_TARGET));
        }
    }
}
