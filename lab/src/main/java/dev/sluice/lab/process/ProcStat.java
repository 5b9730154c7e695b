package dev.sluice.lab.process;

import java.util.List;

/**
 * A line of {@code /proc/PID/stat}, of which only the CPU times matter here.
 *
 * <pre>
 * 4711 (nginx: worker) S 4710 4710 …  utime stime  …
 *  1         2         3  4    5        14    15        the fields of proc(5)
 * </pre>
 *
 * <p>The name in field 2 may hold blanks and brackets, so fields are counted from its last bracket.
 * The times are of all threads, ended ones included.
 */
record ProcStat(long userTicks, long systemTicks) {
    private static final int USER_AFTER_NAME = 14 - 3;
    private static final int SYSTEM_AFTER_NAME = 15 - 3;

    /** Ticks a second: USER_HZ, which Linux fixes at 100 for every architecture Sluice runs on. */
    private static final long US_PER_TICK = 10_000;

    static ProcStat parse(String line) {
        String afterName = line.substring(line.lastIndexOf(')') + 2);
        List<String> fields = List.of(afterName.trim().split(" "));
        return new ProcStat(
                Long.parseLong(fields.get(USER_AFTER_NAME)),
                Long.parseLong(fields.get(SYSTEM_AFTER_NAME)));
    }

    long cpuTimeUs() {
        return (userTicks + systemTicks) * US_PER_TICK;
    }
}
