package dev.sluice.director.offload;

import static dev.sluice.director.offload.FlowText.AT;
import static dev.sluice.director.offload.FlowText.CONTEXT;
import static dev.sluice.director.offload.FlowText.END;
import static dev.sluice.director.offload.FlowText.ENTRY;
import static dev.sluice.director.offload.FlowText.LENGTH;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.Tunnel;
import dev.sluice.director.packet.UdpHeader;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;

/**
 * Puts a tunnel's header before a packet, as {@link Tunnel#wrap} does. Two things stay Java's: GUE
 * over IPv6, whose checksum is over the whole packet; and a packet that may be cut on its way,
 * whose number must be another one's of nobody. One that may not be cut has number 0 (RFC 6864 §4).
 */
final class TunnelFlowText {
    private static final int IP = FlowShape.IP;
    private static final int TYPE_AT = 12;
    private static final int TTL = 64;
    private static final int VERSION_6 = 6 << 28;

    private final FlowText text;
    private final ProgramText p;
    private final boolean innerIpv4;

    /** The frame's bounds are no longer what they were, but all else is. */
    private final Label moved;

    private TunnelFlowText(FlowText text, boolean innerIpv4) {
        this.text = text;
        this.p = text.p;
        this.innerIpv4 = innerIpv4;
        this.moved = p.label("moved");
    }

    /**
     * For inner packets of one version, whose frame is known to hold their headers.
     *
     * @param innerIpv4 or else IPv6
     */
    static void write(FlowText text, boolean innerIpv4) {
        new TunnelFlowText(text, innerIpv4).write();
    }

    private void write() {
        Label overIpv6 = p.label("tunnel over IPv6");
        Label gue = p.label("GUE");
        mustBeWhole();
        p.load(INT, R1, ENTRY, FlowEntry.FLAGS);
        p.jumpIf(R1, HAS_ANY, FlowEntry.OVER_IPV6, overIpv6);
        p.jumpIf(R1, HAS_ANY, FlowEntry.GUE, gue);
        wrap(true, false);
        p.place(gue);
        wrap(true, true);
        p.place(overIpv6).jumpIf(R1, HAS_ANY, FlowEntry.GUE, text.given);
        wrap(false, false);
        p.place(moved);
        text.bounds();
        text.require(EthernetHeader.LENGTH, text.lost);
        p.jump(text.given);
    }

    /** It may not be cut. */
    private void mustBeWhole() {
        if (innerIpv4) {
            Label whole = p.label("whole");
            p.load(SHORT, R1, AT, IP + 6).turnAround(SHORT, R1);
            p.jumpIf(R1, HAS_ANY, Ipv4Header.DONT_FRAGMENT, whole).jump(text.given);
            p.place(whole);
        }
    }

    private void wrap(boolean overIpv4, boolean gue) {
        int outer = overIpv4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH;
        int overhead = outer + (gue ? UdpHeader.LENGTH : 0);
        makeRoom(overhead);
        RewriteFlowText.macs(text);
        RewriteFlowText.age(text, IP + overhead, innerIpv4);
        trafficClass(IP + overhead);
        p.load(INT, R3, STACK, LENGTH);
        if (gue) {
            p.add(R3, UdpHeader.LENGTH);
            udp(IP + outer);
        }
        int protocol =
                gue
                        ? FlowShape.UDP
                        : innerIpv4 ? Ipv4Header.PROTOCOL_IPIP : Ipv4Header.PROTOCOL_IPV6;
        if (overIpv4) {
            ipv4(protocol);
        } else {
            ipv6(protocol);
        }
        p.jump(text.count);
    }

    /** Leaves away what is behind the packet, and makes room before it. */
    private void makeRoom(int overhead) {
        Label exact = p.label("without padding");
        p.load(INT, R2, STACK, LENGTH).add(R2, EthernetHeader.LENGTH);
        p.set(R3, END).subtract(R3, AT).subtract(R2, R3);
        p.jumpIf(R2, EQUALS, 0, exact);
        p.set(R1, CONTEXT).call(KernelFunction.XDP_MOVE_END).jumpIf(R0, DIFFERS, 0, moved);
        p.place(exact);
        p.set(R1, CONTEXT).set(R2, -overhead).call(KernelFunction.XDP_MOVE_HEAD);
        p.jumpIf(R0, DIFFERS, 0, moved);
        text.bounds();
        int inner = innerIpv4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH;
        text.require(EthernetHeader.LENGTH + overhead + inner, text.lost);
    }

    /** {@code R2 =} the inner header's (RFC 6040 §4.1). */
    private void trafficClass(int inner) {
        if (innerIpv4) {
            p.load(BYTE, R2, AT, inner + 1);
        } else {
            p.load(SHORT, R2, AT, inner).turnAround(SHORT, R2).shiftRight(R2, 4).and(R2, 0xff);
        }
    }

    /** R3 is its length. */
    private void udp(int at) {
        text.copy(INT, FlowEntry.GOES_PORTS, at);
        p.set(R1, R3).turnAround(SHORT, R1).store(SHORT, AT, at + 4, R1);
        p.store(SHORT, AT, at + 6, 0);
    }

    /** R2 is the traffic class, R3 the length of what is behind the header. */
    private void ipv4(int protocol) {
        p.store(SHORT, AT, TYPE_AT, Short.reverseBytes((short) EthernetHeader.TYPE_IPV4));
        p.store(BYTE, AT, IP, 0x45).store(BYTE, AT, IP + 1, R2);
        p.add(R3, Ipv4Header.LENGTH).turnAround(SHORT, R3).store(SHORT, AT, IP + 2, R3);
        p.store(SHORT, AT, IP + 4, 0);
        p.store(BYTE, AT, IP + 6, Ipv4Header.DONT_FRAGMENT >>> 8).store(BYTE, AT, IP + 7, 0);
        p.store(BYTE, AT, IP + 8, TTL).store(BYTE, AT, IP + 9, protocol);
        p.store(SHORT, AT, IP + 10, 0);
        text.copy(INT, FlowEntry.GOES_FROM + 12, IP + 12);
        text.copy(INT, FlowEntry.GOES_TO + 12, IP + 16);
        ReadFlowText.sumHeader(text, IP);
        p.xor(R1, 0xffff).store(SHORT, AT, IP + 10, R1);
    }

    /** The same over IPv6. */
    private void ipv6(int protocol) {
        p.store(SHORT, AT, TYPE_AT, Short.reverseBytes((short) EthernetHeader.TYPE_IPV6));
        p.shiftLeft(R2, 20).set(R1, VERSION_6).or(R1, R2).turnAround(INT, R1);
        p.store(INT, AT, IP, R1);
        p.turnAround(SHORT, R3).store(SHORT, AT, IP + 4, R3);
        p.store(BYTE, AT, IP + 6, protocol).store(BYTE, AT, IP + 7, TTL);
        RewriteFlowText.copyIpv6(text, IP + 8);
    }
}
