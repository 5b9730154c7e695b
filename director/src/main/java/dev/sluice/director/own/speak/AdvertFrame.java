package dev.sluice.director.own.speak;

import dev.sluice.director.own.vrrp.AdvertCodec;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.table.Address;
import java.lang.foreign.MemorySegment;

/**
 * The frame around an advertisement that comes from its virtual router's own MAC (RFC 9568 §7.2);
 * the kernel sends from the interface's only.
 *
 * <pre>
 *   Ethernet: group's MAC, virtual router's MAC | IPv4 or IPv6: hop limit 255, to the group | message
 * </pre>
 */
final class AdvertFrame {
    /** What stands before the group's lowest 23 bits (RFC 1112 §6.4). */
    private static final long GROUP_OF_IPV4 = 0x0100_5E00_0000L;

    private static final int GROUP_BITS_OF_IPV4 = 0x7F_FFFF;

    /** What stands before the group's lowest 32 bits (RFC 2464 §7). */
    private static final long GROUP_OF_IPV6 = 0x3333_0000_0000L;

    private static final long GROUP_BITS_OF_IPV6 = 0xFFFF_FFFFL;

    /** Internetwork control (RFC 791 §3.1), as the kernel is told for those that it sends. */
    private static final int TRAFFIC_CLASS = 0xC0;

    private static final int HOP_LIMIT = 255;

    private AdvertFrame() {}

    /** Where in a frame the message begins. */
    static int begin(boolean ipv6) {
        return EthernetHeader.LENGTH + (ipv6 ? Ipv6Header.LENGTH : Ipv4Header.LENGTH);
    }

    /**
     * Writes what stands before the message.
     *
     * @param to a group
     * @return the frame's length
     */
    static int finish(MemorySegment frame, long mac, Address from, Address to, int messageLength) {
        boolean ipv6 = !from.isIpv4();
        EthernetHeader.write(
                frame,
                0,
                ipv6
                        ? GROUP_OF_IPV6 | (to.low() & GROUP_BITS_OF_IPV6)
                        : GROUP_OF_IPV4 | (to.low() & GROUP_BITS_OF_IPV4),
                mac,
                ipv6 ? EthernetHeader.TYPE_IPV6 : EthernetHeader.TYPE_IPV4);
        if (ipv6) {
            Ipv6Header.write(
                    frame,
                    EthernetHeader.LENGTH,
                    TRAFFIC_CLASS,
                    0,
                    messageLength,
                    AdvertCodec.PROTOCOL,
                    HOP_LIMIT,
                    from.high(),
                    from.low(),
                    to.high(),
                    to.low());
        } else {
            Ipv4Header.write(
                    frame,
                    EthernetHeader.LENGTH,
                    TRAFFIC_CLASS,
                    Ipv4Header.LENGTH + messageLength,
                    0,
                    Ipv4Header.DONT_FRAGMENT,
                    HOP_LIMIT,
                    AdvertCodec.PROTOCOL,
                    (int) from.low(),
                    (int) to.low());
        }
        return begin(ipv6) + messageLength;
    }
}
