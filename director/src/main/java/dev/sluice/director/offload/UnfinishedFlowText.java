package dev.sluice.director.offload;

import static dev.sluice.director.offload.FlowText.AT;
import static dev.sluice.director.offload.FlowText.CONTEXT;
import static dev.sluice.director.offload.FlowText.ENTRY;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.R5;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;

/**
 * In traffic control: changes the checksum of TCP or UDP, which may be the sum of the addresses
 * only, for a device to finish. The kernel knows, and then changes it by the addresses alone.
 */
final class UnfinishedFlowText {
    /** BPF_F_PSEUDO_HDR: what changed is part of the pseudo header. */
    private static final int PSEUDO = 1 << 4;

    /** BPF_F_MARK_MANGLED_0: a checksum of UDP that is absent stays so. */
    private static final int MAY_BE_ABSENT = 1 << 5;

    private UnfinishedFlowText() {}

    static void write(FlowText text, FlowShape shape) {
        ProgramText p = text.p;
        Label translate = p.label("translate the checksum");
        Label done = p.label("checksum done");
        p.load(INT, R1, ENTRY, FlowEntry.FLAGS);
        p.jumpIf(R1, HAS_ANY, FlowEntry.TRANSLATES, translate).jump(done);
        p.place(translate);
        int flags = shape.tcp() ? 0 : MAY_BE_ABSENT;
        p.load(INT, R3, AT, shape.payload()).load(INT, R4, ENTRY, FlowEntry.GOES_PORTS);
        change(p, shape, flags | Integer.BYTES);
        p.set(R3, 0).load(SHORT, R4, ENTRY, FlowEntry.HEADER_CHANGE);
        p.add(R4, FlowEntry.UNAGED);
        change(p, shape, flags | PSEUDO);
        text.bounds();
        text.require(shape.checksumAt() + Short.BYTES, text.lost);
        p.place(done);
    }

    /** From R3 to R4, or by R4 where the flags say no size. */
    private static void change(ProgramText p, FlowShape shape, int flags) {
        p.set(R1, CONTEXT).set(R2, shape.checksumAt()).set(R5, flags);
        p.call(KernelFunction.CHANGE_CHECKSUM);
    }
}
