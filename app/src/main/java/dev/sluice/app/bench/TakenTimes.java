package dev.sluice.app.bench;

import java.util.Arrays;
import java.util.Locale;

/** How long something took, each time. Owned by a worker; allocates nothing until it is asked. */
final class TakenTimes {
    private static final int MOST = 1 << 18;

    private final long[] wallNs = new long[MOST];
    private final long[] cpuNs = new long[MOST];
    private int count;

    /** What comes after the first {@value #MOST} is left out. */
    void add(long tookNs, long usedNs) {
        if (count < MOST) {
            wallNs[count] = tookNs;
            cpuNs[count++] = usedNs;
        }
    }

    /**
     * Count, sum of CPU; median, 99th percentile and longest; the latter two of CPU. Begins anew.
     */
    String take() {
        long[] wall = Arrays.copyOf(wallNs, Math.max(1, count));
        long[] cpu = Arrays.copyOf(cpuNs, wall.length);
        Arrays.sort(wall);
        Arrays.sort(cpu);
        int last = wall.length - 1;
        int high = (int) (last * 0.99);
        String text =
                String.format(
                        Locale.ROOT,
                        "%d %d %d %d %d %d %d",
                        count,
                        Arrays.stream(cpu).sum(),
                        wall[last / 2],
                        wall[high],
                        wall[last],
                        cpu[high],
                        cpu[last]);
        count = 0;
        return text;
    }
}
