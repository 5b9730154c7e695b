package dev.sluice.linux.bpf;

import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R6;
import static dev.sluice.linux.bpf.Register.R7;
import static dev.sluice.linux.bpf.Register.R8;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;

/** Counts the frames that come in by an interface, and their bytes, and drops them. */
final class FrameSink implements AutoCloseable {
    private static final int FRAMES = 0;
    private static final int BYTES = 1;
    private static final int SCRATCH = -4;

    private final BpfMap counts;
    private final BpfProgram program;
    private final BpfLink link;

    private FrameSink(BpfMap counts, BpfProgram program, BpfLink link) {
        this.counts = counts;
        this.program = program;
        this.link = link;
    }

    /** Begins at an interface of the calling thread's namespace. */
    static FrameSink open(int ifindex, XdpMode mode) {
        BpfMap counts = BpfMap.create("sink", MapShape.counters(2));
        BpfProgram program = BpfProgram.xdp("sink", text(counts));
        return new FrameSink(counts, program, BpfLink.xdp(program, ifindex, mode));
    }

    long frames() {
        return counts.sum(FRAMES);
    }

    /** Bytes of all frames, with Ethernet headers, without frame check sequences. */
    long bytes() {
        return counts.sum(BYTES);
    }

    @Override
    public void close() {
        link.close();
        program.close();
        counts.close();
    }

    private static ProgramText text(BpfMap counts) {
        var p = new ProgramText();
        Label none = p.label("no count");
        p.load(INT, R6, R1, XdpFields.DATA).load(INT, R7, R1, XdpFields.DATA_END).subtract(R7, R6);
        p.set(R8, FRAMES).count(counts, R8, SCRATCH);
        p.store(INT, STACK, SCRATCH, BYTES).lookUp(counts, SCRATCH).jumpIf(R0, EQUALS, 0, none);
        p.load(LONG, R1, R0, 0).add(R1, R7).store(LONG, R0, 0, R1).place(none);
        return p.set(R0, XdpAction.DROP.number()).exit();
    }
}
