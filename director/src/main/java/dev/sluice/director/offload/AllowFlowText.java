package dev.sluice.director.offload;

import static dev.sluice.director.offload.FlowText.ENDED;
import static dev.sluice.director.offload.FlowText.ENTRY;
import static dev.sluice.director.offload.FlowText.LENGTH;
import static dev.sluice.director.offload.FlowText.TCP_FLAGS;
import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.director.packet.TcpHeader;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.XdpAction;

/** Whether the program may forward a frame of a flow, and finds its way out. */
final class AllowFlowText {
    private static final int SOURCE_MAC = 6;

    /** BPF_RB_NO_WAKEUP: who listens looks by itself. */
    private static final int QUIETLY = 1;

    private AllowFlowText() {}

    static void write(FlowText text, FlowShape shape) {
        origin(text);
        if (text.isTc()) {
            CutFlowText.write(text, shape);
        } else {
            wayOut(text);
        }
        if (shape.tcp()) {
            sayEnd(text);
        }
    }

    private static void wayOut(FlowText text) {
        ProgramText p = text.p;
        p.load(SHORT, R2, ENTRY, FlowEntry.ROOM).load(INT, R1, STACK, LENGTH);
        p.jumpIf(R1, ABOVE, R2, text.given);
        p.load(SHORT, R2, ENTRY, FlowEntry.OUT).setMap(R1, text.cache.devices());
        p.set(R3, XdpAction.ABORTED.number()).call(KernelFunction.REDIRECT_MAP);
        p.jumpIf(R0, DIFFERS, XdpAction.REDIRECT.number(), text.given);
    }

    private static void origin(FlowText text) {
        ProgramText p = text.p;
        Label compare = p.label("compare the origin");
        Label known = p.label("known origin");
        p.load(INT, R1, ENTRY, FlowEntry.FLAGS);
        p.jumpIf(R1, HAS_ANY, FlowEntry.KNOWS_ORIGIN, compare).jump(known);
        p.place(compare).load(INT, R1, ENTRY, FlowEntry.CAME_INTERFACE);
        p.jumpIf(R1, DIFFERS, text.ifindex, text.given);
        text.mustEqual(INT, FlowEntry.CAME_MAC, SOURCE_MAC);
        text.mustEqual(SHORT, FlowEntry.CAME_MAC + 4, SOURCE_MAC + 4);
        p.place(known);
    }

    /** By the ring of the worker whose it is. */
    private static void sayEnd(FlowText text) {
        ProgramText p = text.p;
        Label ends = p.label("ends");
        Label said = p.label("said");
        p.load(INT, R1, STACK, TCP_FLAGS);
        p.jumpIf(R1, HAS_ANY, TcpHeader.FIN | TcpHeader.RST, ends).jump(said);
        p.place(ends);
        for (int worker = 0; worker < text.cache.ends().size(); worker++) {
            BpfMap ring = text.cache.ends().get(worker);
            Label other = p.label("another worker's");
            p.load(BYTE, R1, ENTRY, FlowEntry.WORKER).jumpIf(R1, DIFFERS, worker, other);
            p.setMap(R1, ring).set(R2, STACK).add(R2, ENDED);
            p.set(R3, FlowEnd.BYTES).set(R4, QUIETLY).call(KernelFunction.RING_SAY);
            p.jumpIf(R0, DIFFERS, 0, text.given).jump(said);
            p.place(other);
        }
        p.jump(text.given).place(said);
    }
}
