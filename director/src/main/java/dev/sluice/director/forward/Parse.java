package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Extensions;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.UdpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.VirtualMacs;

/**
 * First stage: finds the headers of every frame and believes nothing. Whatever passes lies wholly
 * in its frame, is addressed to a MAC of ours, and comes from an address that can exist.
 *
 * <p>One VLAN tag is stepped over and stays in the frame.
 */
final class Parse {
    private static final int VLAN_TAG = 4;

    private final Parsed parsed;

    Parse(Parsed parsed) {
        this.parsed = parsed;
    }

    /**
     * @param macs beside the ports' own
     */
    void run(Batch batch, NextHops hops, VirtualMacs macs) {
        for (int i = 0; i < batch.received(); i++) {
            Parsed.Frame found = parsed.of(i);
            found.kind = Parsed.DONE;
            found.fragment = false;
            Drop reason = frame(batch, i, found, hops, macs);
            if (reason != Drop.NONE) {
                found.kind = Parsed.DONE;
                batch.drop(i, reason);
            }
        }
    }

    private static Drop frame(
            Batch batch, int i, Parsed.Frame found, NextHops hops, VirtualMacs macs) {
        long at = batch.address(i);
        int length = batch.length(i);
        if (length < EthernetHeader.LENGTH + VLAN_TAG) {
            return Drop.TRUNCATED;
        }
        int ip = EthernetHeader.LENGTH;
        int type = EthernetHeader.type(ALL, at);
        if (type == EthernetHeader.TYPE_VLAN) {
            type = Wire.u16(ALL, at + ip + 2);
            ip += VLAN_TAG;
        }
        found.ip = ip;
        int port = batch.port(i);
        long ours = port < hops.ports() ? hops.sourceMac(port) : NextHops.UNRESOLVED;
        long destination = EthernetHeader.destination(ALL, at);
        boolean group = EthernetHeader.isGroup(destination);
        boolean isOurs = destination == ours && ours != NextHops.UNRESOLVED;
        if (!group && !isOurs && !macs.has(port, destination)) {
            return Drop.FOREIGN_MAC;
        }
        return switch (type) {
            case EthernetHeader.TYPE_IPV4 -> group ? Drop.FOREIGN_MAC : ipv4(at, length, found);
            case EthernetHeader.TYPE_IPV6 -> ipv6(at, length, found, group);
            case EthernetHeader.TYPE_ARP -> {
                found.kind = Parsed.ARP;
                yield Drop.NONE;
            }
            default -> Drop.NOT_IP;
        };
    }

    private static Drop ipv4(long at, int length, Parsed.Frame found) {
        int ip = found.ip;
        if (length < ip + Ipv4Header.LENGTH) {
            return Drop.TRUNCATED;
        }
        long header = at + ip;
        int headerLength = Ipv4Header.headerLength(ALL, header);
        int total = Ipv4Header.totalLength(ALL, header);
        if (Ipv4Header.version(ALL, header) != 4
                || headerLength < Ipv4Header.LENGTH
                || total < headerLength) {
            return Drop.MALFORMED;
        }
        if (ip + total > length) {
            return Drop.TRUNCATED;
        }
        if (!Ipv4Header.checksumHolds(ALL, header, headerLength)) {
            return Drop.BAD_IP_CHECKSUM;
        }
        if (headerLength > Ipv4Header.LENGTH) {
            int route = SourceRoute.ofIpv4(ALL, header, headerLength);
            if (route != SourceRoute.NONE) {
                return route == SourceRoute.ROUTED ? Drop.SOURCE_ROUTED : Drop.MALFORMED;
            }
        }
        int source = Ipv4Header.source(ALL, header);
        int destination = Ipv4Header.destination(ALL, header);
        if (isImpossible(source)) {
            return Drop.SPOOFED;
        }
        if (source == destination) {
            return Drop.LAND;
        }
        found.ipv4 = true;
        found.payload = ip + headerLength;
        found.end = ip + total;
        found.sourceHigh = 0;
        found.sourceLow = Ipv4Header.low(source);
        found.destinationHigh = 0;
        found.destinationLow = Ipv4Header.low(destination);
        int protocol = Ipv4Header.protocol(ALL, header);
        if (Ipv4Header.isFragment(ALL, header)) {
            return fragment(found, protocol);
        }
        return payload(at, found, protocol, Ipv4Header.ttl(ALL, header));
    }

    /** No host has it: this network, loopback, multicast, reserved, broadcast (RFC 6890). */
    private static boolean isImpossible(int ipv4Source) {
        int first = ipv4Source >>> 24;
        return first == 0 || first == 127 || first >= 224;
    }

    private static Drop ipv6(long at, int length, Parsed.Frame found, boolean group) {
        int ip = found.ip;
        if (length < ip + Ipv6Header.LENGTH) {
            return Drop.TRUNCATED;
        }
        long header = at + ip;
        int end = ip + Ipv6Header.LENGTH + Ipv6Header.payloadLength(ALL, header);
        if (Ipv6Header.version(ALL, header) != 6) {
            return Drop.MALFORMED;
        }
        if (end > length) {
            return Drop.TRUNCATED;
        }
        found.ipv4 = false;
        found.end = end;
        found.sourceHigh = Ipv6Header.sourceHigh(ALL, header);
        found.sourceLow = Ipv6Header.sourceLow(ALL, header);
        found.destinationHigh = Ipv6Header.destinationHigh(ALL, header);
        found.destinationLow = Ipv6Header.destinationLow(ALL, header);
        long walk = Ipv6Extensions.walk(ALL, header, at + end);
        if (walk < 0) {
            return walk == Ipv6Extensions.TRUNCATED ? Drop.TRUNCATED : Drop.MALFORMED;
        }
        found.payload = ip + Ipv6Extensions.offset(walk);
        if (Ipv6Extensions.offset(walk) > Ipv6Header.LENGTH
                && SourceRoute.ofIpv6(ALL, header, at + found.payload)) {
            return Drop.SOURCE_ROUTED;
        }
        int protocol = Ipv6Extensions.protocol(walk);
        Drop wrong = addresses(found, protocol);
        if (wrong != Drop.NONE) {
            return wrong;
        }
        if (group && protocol != Ipv6Header.NEXT_ICMPV6) {
            return Drop.FOREIGN_MAC;
        }
        if (Ipv6Extensions.fragmentOffset(walk) != 0) {
            return fragment(found, protocol);
        }
        return payload(at, found, protocol, Ipv6Header.hopLimit(ALL, header));
    }

    /** IPv4-mapped addresses never appear on a wire (RFC 4942 §2.2), and would look like IPv4. */
    private static Drop addresses(Parsed.Frame found, int protocol) {
        long high = found.sourceHigh;
        long low = found.sourceLow;
        boolean nobody = high == 0 && low == 0;
        if (high >>> 56 == 0xFF
                || (nobody && protocol != Ipv6Header.NEXT_ICMPV6)
                || (high == 0 && low == 1)
                || Ipv4Header.isIpv4(high, low)) {
            return Drop.SPOOFED;
        }
        if (Ipv4Header.isIpv4(found.destinationHigh, found.destinationLow)) {
            return Drop.MALFORMED;
        }
        return high == found.destinationHigh && low == found.destinationLow ? Drop.LAND : Drop.NONE;
    }

    /** Finds the headers of a frame again that were found before, in another batch. */
    void again(Batch batch, int i) {
        Parsed.Frame found = parsed.of(i);
        long at = batch.address(i);
        boolean tagged = EthernetHeader.type(ALL, at) == EthernetHeader.TYPE_VLAN;
        found.ip = EthernetHeader.LENGTH + (tagged ? VLAN_TAG : 0);
        boolean ipv4 = Ipv4Header.version(ALL, at + found.ip) == 4;
        Drop wrong =
                ipv4 ? ipv4(at, batch.length(i), found) : ipv6(at, batch.length(i), found, false);
        if (wrong != Drop.NONE) {
            throw new AssertionError("a frame that was held has become " + wrong);
        }
    }

    /** Finds the ports of a fragment that is the first of its packet. */
    Drop first(Batch batch, int i) {
        Parsed.Frame found = parsed.of(i);
        long at = batch.address(i);
        if (found.protocol == Ipv4Header.PROTOCOL_TCP) {
            return tcp(at, found);
        }
        long header = at + found.payload;
        if (found.end - found.payload < UdpHeader.LENGTH) {
            return Drop.TRUNCATED;
        }
        if (UdpHeader.length(ALL, header) < UdpHeader.LENGTH) {
            return Drop.MALFORMED;
        }
        found.tcpFlags = 0;
        return ports(
                found, UdpHeader.sourcePort(ALL, header), UdpHeader.destinationPort(ALL, header));
    }

    private static Drop fragment(Parsed.Frame found, int protocol) {
        found.fragment = true;
        found.protocol = protocol;
        found.kind = Parsed.FRAGMENT;
        return Drop.NONE;
    }

    private static Drop payload(long at, Parsed.Frame found, int protocol, int ttl) {
        found.protocol = protocol;
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> mortal(found, ttl, tcp(at, found));
            case Ipv4Header.PROTOCOL_UDP -> mortal(found, ttl, udp(at, found));
            case Ipv4Header.PROTOCOL_ICMP -> icmp(found, found.ipv4);
            case Ipv6Header.NEXT_ICMPV6 -> icmp(found, !found.ipv4);
            default -> Drop.UNKNOWN_PROTOCOL;
        };
    }

    /** What is sound, but may not be forwarded any further. */
    private static Drop mortal(Parsed.Frame found, int ttl, Drop wrong) {
        if (wrong == Drop.NONE && ttl <= 1) {
            found.kind = Parsed.EXPIRED;
        }
        return wrong;
    }

    private static Drop icmp(Parsed.Frame found, boolean rightVersion) {
        if (!rightVersion) {
            return Drop.UNKNOWN_PROTOCOL;
        }
        found.kind = Parsed.ICMP;
        return Drop.NONE;
    }

    private static Drop tcp(long at, Parsed.Frame found) {
        int payload = found.payload;
        long header = at + payload;
        int room = found.end - payload;
        if (room < TcpHeader.LENGTH) {
            return Drop.TRUNCATED;
        }
        int headerLength = TcpHeader.headerLength(ALL, header);
        if (headerLength < TcpHeader.LENGTH) {
            return Drop.MALFORMED;
        }
        if (headerLength > room) {
            return Drop.TRUNCATED;
        }
        int flags = TcpHeader.flags(ALL, header);
        if (isNonsense(flags)) {
            return Drop.MALFORMED;
        }
        found.tcpFlags = flags;
        return ports(
                found, TcpHeader.sourcePort(ALL, header), TcpHeader.destinationPort(ALL, header));
    }

    /** A SYN that also ends, or a segment that says nothing (RFC 9293 §3.10.7). */
    private static boolean isNonsense(int flags) {
        boolean contradicts =
                (flags & TcpHeader.SYN) != 0 && (flags & (TcpHeader.FIN | TcpHeader.RST)) != 0;
        return contradicts || (flags & (TcpHeader.SYN | TcpHeader.RST | TcpHeader.ACK)) == 0;
    }

    private static Drop udp(long at, Parsed.Frame found) {
        int payload = found.payload;
        long header = at + payload;
        int room = found.end - payload;
        if (room < UdpHeader.LENGTH) {
            return Drop.TRUNCATED;
        }
        int length = UdpHeader.length(ALL, header);
        if (length < UdpHeader.LENGTH) {
            return Drop.MALFORMED;
        }
        if (length > room) {
            return Drop.TRUNCATED;
        }
        found.tcpFlags = 0;
        return ports(
                found, UdpHeader.sourcePort(ALL, header), UdpHeader.destinationPort(ALL, header));
    }

    private static Drop ports(Parsed.Frame found, int source, int destination) {
        if (source == 0 || destination == 0) {
            return Drop.PORT_ZERO;
        }
        found.sourcePort = source;
        found.destinationPort = destination;
        found.kind = Parsed.FLOW;
        return Drop.NONE;
    }
}
