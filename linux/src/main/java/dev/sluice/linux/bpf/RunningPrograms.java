package dev.sluice.linux.bpf;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;

/** Programs that run at this moment, on whatever processor. */
public final class RunningPrograms {
    /** MEMBARRIER_CMD_GLOBAL: waits for a grace period of RCU, within which programs run. */
    private static final int GLOBAL = 1;

    private RunningPrograms() {}

    /**
     * Waits until each of them has ended. Those that begin meanwhile see what was written before.
     * Takes milliseconds.
     */
    public static void await() {
        int result = Syscalls.membarrier(GLOBAL);
        KernelException.check(result, "cannot wait for running BPF programs");
    }
}
