package dev.sluice.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What all processors have worked since the machine started: the first line of {@code /proc/stat}.
 *
 * <pre>
 * cpu  user nice system idle iowait irq softirq steal guest guest_nice      in ticks of 10 ms
 * </pre>
 */
public final class MachineTime {
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int STEAL = 8;
    private static final long NS_PER_TICK = 10_000_000;

    private MachineTime() {}

    /** Without what they were idle, and with what another machine took from them. */
    public static long busyNs() {
        try {
            return busyNs(Files.readString(Path.of("/proc/stat")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long busyNs(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split(" +");
        long ticks = 0;
        for (int i = 1; i <= STEAL; i++) {
            ticks += i == IDLE || i == WAITING ? 0 : Long.parseLong(fields[i]);
        }
        return ticks * NS_PER_TICK;
    }
}
