package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import java.lang.foreign.ValueLayout;

/**
 * What the program has counted, as one sees it who looks between frames; and its times, which it
 * takes from the machine's clock, put right where a test has one of its own.
 */
public final class SeenFlows {
    /** No entry. */
    public static final int NONE = -1;

    private static final long NS_PER_MS = 1_000_000;

    private final FlowCache cache;
    private final long[] packets;
    private long forwarded;

    public SeenFlows(FlowCache cache) {
        this.cache = cache;
        this.packets = new long[2 * cache.places()];
        for (int entry = 0; entry < packets.length; entry++) {
            packets[entry] = FlowEntry.packets(ALL, cache.at(entry));
        }
    }

    /**
     * Looks for packets that were counted since the last time, which were seen now.
     *
     * @return the entry of the last of them, or {@link #NONE}
     */
    public int look(long nowMs) {
        int last = NONE;
        for (int entry = 0; entry < packets.length; entry++) {
            long at = cache.at(entry);
            long now = FlowEntry.packets(ALL, at);
            if (now > packets[entry]) {
                last = entry;
                forwarded += now - packets[entry];
                ALL.set(ValueLayout.JAVA_LONG, at + FlowEntry.LAST_SEEN, nowMs * NS_PER_MS);
            }
            packets[entry] = now;
        }
        return last;
    }

    /** How many packets were forwarded, as far as was looked. */
    public long forwarded() {
        return forwarded;
    }
}
