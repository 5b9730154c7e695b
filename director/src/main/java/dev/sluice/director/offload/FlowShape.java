package dev.sluice.director.offload;

import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;

/**
 * Where fields lie in a frame with no options before its payload.
 *
 * @param ipv4 or else IPv6
 * @param tcp or else UDP
 */
record FlowShape(boolean ipv4, boolean tcp) {
    static final FlowShape TCP_4 = new FlowShape(true, true);
    static final FlowShape UDP_4 = new FlowShape(true, false);
    static final FlowShape TCP_6 = new FlowShape(false, true);
    static final FlowShape UDP_6 = new FlowShape(false, false);

    /** Of the IP header. */
    static final int IP = EthernetHeader.LENGTH;

    static final int TCP = 6;
    static final int UDP = 17;

    int headerBytes() {
        return ipv4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH;
    }

    /** Of TCP's or UDP's header, which begins with both ports. */
    int payload() {
        return IP + headerBytes();
    }

    int protocol() {
        return tcp ? TCP : UDP;
    }

    int protocolAt() {
        return IP + (ipv4 ? 9 : 6);
    }

    int ttlAt() {
        return ttlAt(IP, ipv4);
    }

    static int ttlAt(int ip, boolean ipv4) {
        return ip + (ipv4 ? 8 : 7);
    }

    /** IPv4's total length, or the length of IPv6's payload. */
    int lengthAt() {
        return IP + (ipv4 ? 2 : 4);
    }

    int sourceAt() {
        return IP + (ipv4 ? 12 : 8);
    }

    int destinationAt() {
        return IP + (ipv4 ? 16 : 24);
    }

    int checksumAt() {
        return payload() + (tcp ? 16 : 6);
    }
}
