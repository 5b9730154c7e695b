package dev.sluice.director.offload;

import static dev.sluice.director.offload.FlowText.AT;
import static dev.sluice.director.offload.FlowText.CONTEXT;
import static dev.sluice.director.offload.FlowText.END;
import static dev.sluice.director.offload.FlowText.LENGTH;
import static dev.sluice.director.offload.FlowText.TCP_FLAGS;
import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.AT_MOST;
import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.UdpHeader;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.SkbFields;

/**
 * Reads the headers of a frame: what Java would refuse or handle otherwise than by forwarding it is
 * none of a flow. R1 is the length of the IP packet behind the first part.
 */
final class ReadFlowText {
    private static final int IPV4_WITHOUT_OPTIONS = 0x45;
    private static final int IP = FlowShape.IP;
    private static final int FRAGMENT_AT = IP + 6;
    private static final int FRAGMENT_BITS = 0x3fff;

    private ReadFlowText() {}

    /**
     * The IP header.
     *
     * @param shape with TCP
     * @param udp where to go with UDP
     */
    static void ip(FlowText text, FlowShape shape, Label udp) {
        ProgramText p = text.p;
        text.require(shape.payload() + UdpHeader.LENGTH, text.notFlow);
        if (shape.ipv4()) {
            ipv4(text);
        } else {
            p.load(BYTE, R1, AT, IP).shiftRight(R1, 4).jumpIf(R1, DIFFERS, 6, text.notFlow);
        }
        p.load(BYTE, R1, AT, shape.ttlAt()).jumpIf(R1, AT_MOST, 1, text.notFlow);
        p.load(SHORT, R1, AT, shape.lengthAt()).turnAround(SHORT, R1);
        if (!shape.ipv4()) {
            p.add(R1, Ipv6Header.LENGTH);
        }
        if (text.isTc()) {
            p.load(INT, R2, CONTEXT, SkbFields.LENGTH);
        } else {
            p.set(R2, END).subtract(R2, AT);
        }
        p.add(R2, -IP).jumpIf(R1, ABOVE, R2, text.notFlow);
        p.store(INT, STACK, LENGTH, R1);
        p.load(BYTE, R2, AT, shape.protocolAt()).jumpIf(R2, EQUALS, FlowShape.UDP, udp);
        p.jumpIf(R2, DIFFERS, FlowShape.TCP, text.notFlow);
    }

    private static void ipv4(FlowText text) {
        ProgramText p = text.p;
        p.load(BYTE, R1, AT, IP).jumpIf(R1, DIFFERS, IPV4_WITHOUT_OPTIONS, text.notFlow);
        p.load(SHORT, R1, AT, FRAGMENT_AT).turnAround(SHORT, R1);
        p.jumpIf(R1, HAS_ANY, FRAGMENT_BITS, text.notFlow);
        sumHeader(text, IP);
        p.jumpIf(R1, DIFFERS, 0xffff, text.notFlow);
    }

    /** {@code R1 =} the sum of an IPv4 header. */
    static void sumHeader(FlowText text, int ip) {
        text.p.load(INT, R1, AT, ip);
        for (int at = Integer.BYTES; at < Ipv4Header.LENGTH; at += Integer.BYTES) {
            text.p.load(INT, R2, AT, ip + at).add(R1, R2);
        }
        text.fold();
    }

    /** TCP's header, whole with its options; with neither SYN nor nonsense among its flags. */
    static void tcp(FlowText text, FlowShape shape) {
        ProgramText p = text.p;
        Label sense = p.label("sense");
        p.set(R3, R1);
        text.require(shape.payload() + TcpHeader.LENGTH, text.notFlow);
        p.load(BYTE, R2, AT, shape.payload() + 12).shiftRight(R2, 4).shiftLeft(R2, 2);
        p.jumpIf(R2, BELOW, TcpHeader.LENGTH, text.notFlow);
        p.add(R2, shape.headerBytes()).jumpIf(R2, ABOVE, R3, text.notFlow);
        p.load(BYTE, R2, AT, shape.payload() + 13);
        p.jumpIf(R2, HAS_ANY, TcpHeader.SYN, text.notFlow);
        p.jumpIf(R2, HAS_ANY, TcpHeader.RST | TcpHeader.ACK, sense).jump(text.notFlow);
        p.place(sense).store(INT, STACK, TCP_FLAGS, R2);
    }

    /** UDP's header, whose datagram is whole. */
    static void udp(FlowText text, FlowShape shape) {
        ProgramText p = text.p;
        p.load(SHORT, R2, AT, shape.payload() + 4).turnAround(SHORT, R2);
        p.jumpIf(R2, BELOW, UdpHeader.LENGTH, text.notFlow);
        p.add(R2, shape.headerBytes()).jumpIf(R2, ABOVE, R1, text.notFlow);
        p.store(INT, STACK, TCP_FLAGS, 0);
    }
}
