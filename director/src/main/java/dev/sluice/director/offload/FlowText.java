package dev.sluice.director.offload;

import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.linux.bpf.FrameHook;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.SkbFields;
import dev.sluice.linux.bpf.Width;

/**
 * The part of the program at an interface that forwards packets of flows, as their {@link
 * FlowEntry}s say. It has the same verdict as Java would have; where it cannot be sure, the frame
 * is none of its own.
 *
 * <pre>
 * a frame for a MAC of ours
 *   → {@link ReadFlowText}: IPv4 or IPv6, TCP or UDP; sound, whole, with no options, may live on
 *   → {@link FindFlowText}: its key → its entry, which is live and its own
 *   → {@link AllowFlowText}: comes from where it came before, is short enough, has a way out;
 *                            FIN and RST are said
 *   → {@link RewriteFlowText}: MACs, time to live, addresses, ports, checksums
 *     or {@link TunnelFlowText}: an outer header
 *   → counted, to the interface
 * at any step: not a flow's → the frame, unchanged, goes the way of all others
 * </pre>
 *
 * All but the tunnel is written four times, for each pair of protocols, so that every offset is a
 * constant.
 *
 * <p>In traffic control a frame may stand for several packets, which are cut when it leaves: each
 * of them must be short enough, and is counted. Its checksum may be unfinished, so the kernel
 * changes it. There are no tunnels.
 *
 * <p>The stack: the key, the length of the IP packet, and what is said of an end, a {@link
 * FlowEnd}.
 */
public final class FlowText {
    // Registers that calls leave alone. The first three are the filter's too.
    static final Register CONTEXT = Register.R6;
    static final Register AT = Register.R7;
    static final Register END = Register.R8;
    static final Register ENTRY = Register.R9;

    // Places on the stack.
    static final int KEY = -FlowKey.BYTES;
    static final int LENGTH = KEY - 8;
    static final int ENDED = LENGTH - 16;
    static final int TCP_FLAGS = ENDED + FlowEnd.TCP_FLAGS;

    // Further ones in traffic control: as how many packets a frame counts, its way out, and where
    // that is looked up.
    static final int SEGMENTS = ENDED - 8;
    static final int OUT = SEGMENTS - 8;
    static final int OUT_KEY = OUT - 8;

    private static final int ETHERNET_TYPE = 12;

    final ProgramText p;
    final FrameHook hook;
    final FlowCache cache;
    final int ifindex;

    /** The frame is none of a flow, before there is an entry. */
    final Label notFlow;

    /** The same behind that. */
    final Label given;

    /** Ends with the entry's counts. */
    final Label count;

    /** The frame is no longer what it was: nobody can have it. */
    final Label lost;

    private FlowText(ProgramText p, FrameHook hook, FlowCache cache, int ifindex) {
        this.p = p;
        this.hook = hook;
        this.cache = cache;
        this.ifindex = ifindex;
        this.notFlow = p.label("not a flow's");
        this.given = p.label("given to Java");
        this.count = p.label("count");
        this.lost = p.label("lost");
    }

    /**
     * Writes it. Behind it the program goes on with the frames that are none of a flow.
     *
     * <p>Before and behind it {@link Register#R6} is the context, R7 the frame's first byte, with
     * an Ethernet header behind it for sure, and R8 its end; R9 is 0 behind it.
     *
     * @param ifindex the interface
     */
    public static void write(ProgramText p, FrameHook hook, FlowCache cache, int ifindex) {
        var text = new FlowText(p, hook, cache, ifindex);
        Label ipv6 = p.label("flow over IPv6");
        if (text.isTc()) {
            p.load(INT, R1, CONTEXT, SkbFields.TAGGED).jumpIf(R1, DIFFERS, 0, text.notFlow);
        }
        p.load(SHORT, R1, AT, ETHERNET_TYPE).turnAround(SHORT, R1);
        p.jumpIf(R1, EQUALS, EthernetHeader.TYPE_IPV6, ipv6);
        p.jumpIf(R1, DIFFERS, EthernetHeader.TYPE_IPV4, text.notFlow);
        text.family(FlowShape.TCP_4, FlowShape.UDP_4);
        p.place(ipv6);
        text.family(FlowShape.TCP_6, FlowShape.UDP_6);
        CountFlowText.write(text);
        p.place(text.lost);
        text.drop();
        p.place(text.given).place(text.notFlow).set(ENTRY, 0);
    }

    private void family(FlowShape tcp, FlowShape udp) {
        Label isUdp = p.label("UDP");
        Label tunnel = p.label("tunnel");
        ReadFlowText.ip(this, tcp, isUdp);
        ReadFlowText.tcp(this, tcp);
        path(tcp, tunnel);
        p.place(isUdp);
        ReadFlowText.udp(this, udp);
        path(udp, tunnel);
        p.place(tunnel);
        if (isTc()) {
            p.jump(given);
        } else {
            TunnelFlowText.write(this, tcp.ipv4());
        }
    }

    boolean isTc() {
        return hook == FrameHook.TC;
    }

    private void path(FlowShape shape, Label tunnel) {
        FindFlowText.write(this, shape);
        AllowFlowText.write(this, shape);
        p.load(INT, R1, ENTRY, FlowEntry.FLAGS);
        p.jumpIf(R1, HAS_ANY, FlowEntry.TUNNELS, tunnel);
        RewriteFlowText.write(this, shape);
        p.jump(count);
    }

    /** Goes on only if so many bytes are there; changes R1. */
    void require(int bytes, Label otherwise) {
        p.set(R1, AT).add(R1, bytes).jumpIf(R1, ABOVE, END, otherwise);
    }

    /** Finds the frame's bounds, which move with them. */
    void bounds() {
        hook.bounds(p, CONTEXT, AT, END);
    }

    /** Goes to a place only if these fields are the same, of the entry and of the frame. */
    void mustEqual(Width width, int ofEntry, int ofFrame) {
        p.load(width, R1, ENTRY, ofEntry).load(width, R2, AT, ofFrame);
        p.jumpIf(R1, DIFFERS, R2, given);
    }

    /** From the entry to the frame; changes R1. */
    void copy(Width width, int fromEntry, int toFrame) {
        p.load(width, R1, ENTRY, fromEntry).store(width, AT, toFrame, R1);
    }

    /** {@code R1 = the sum of R1, as 16 bits}, where R1 is the sum of a few words of 32. */
    void fold() {
        for (int i = 0; i < 3; i++) {
            foldOnce();
        }
    }

    /** The same of two words of 16 bits. */
    void foldOnce() {
        p.set(R2, R1).shiftRight(R2, 16).and(R1, 0xffff).add(R1, R2);
    }

    private void drop() {
        p.set(R0, hook.drop()).exit();
    }
}
