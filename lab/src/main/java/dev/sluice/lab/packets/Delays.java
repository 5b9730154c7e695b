package dev.sluice.lab.packets;

import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R6;
import static dev.sluice.linux.bpf.Register.R8;
import static dev.sluice.linux.bpf.Width.LONG;

import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.ProgramText;

/**
 * How long datagrams were on their way, from one program in the kernel to another by one clock: how
 * many for each {@value #STEP_NS} ns, up to some milliseconds.
 */
final class Delays implements AutoCloseable {
    private static final int STEP_BITS = 6;
    private static final int STEP_NS = 1 << STEP_BITS;
    private static final int STEPS = 1 << 16;
    private static final int SCRATCH = -4;

    private final BpfMap counts = BpfMap.create("delays", MapShape.counters(STEPS));

    /** Notes that of a frame, at R6. */
    void write(ProgramText p) {
        Label within = p.label("within");
        p.call(KernelFunction.CLOCK).set(R8, R0);
        p.load(LONG, R1, R6, DatagramFlood.SENT_AT).turnAround(LONG, R1);
        p.subtract(R8, R1).shiftRight(R8, STEP_BITS);
        p.jumpIf(R8, BELOW, STEPS, within).set(R8, STEPS - 1).place(within);
        p.count(counts, R8, SCRATCH);
    }

    /** In order: what a share of all does not exceed. */
    double[] atNs(double... shares) {
        var sums = new long[STEPS];
        long all = 0;
        for (int step = 0; step < STEPS; step++) {
            sums[step] = counts.sum(step);
            all += sums[step];
        }
        var found = new double[shares.length];
        for (int i = 0; i < shares.length; i++) {
            found[i] = all == 0 ? Double.NaN : at(sums, (long) Math.ceil(all * shares[i]));
        }
        return found;
    }

    private static double at(long[] sums, long rank) {
        long passed = 0;
        int step = 0;
        while (passed + sums[step] < rank) {
            passed += sums[step++];
        }
        return (step + 0.5) * STEP_NS;
    }

    @Override
    public void close() {
        counts.close();
    }
}
