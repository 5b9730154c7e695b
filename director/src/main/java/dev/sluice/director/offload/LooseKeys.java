package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Keys that an earlier process left and that lead to no session any more. */
public final class LooseKeys {
    private LooseKeys() {}

    /**
     * Removes them, once all workers have adopted what is theirs, and before anything else is
     * installed.
     *
     * @return how many there were
     */
    public static int remove(FlowCache cache) {
        int removed = 0;
        try (FlowKeys keys = cache.keys()) {
            for (byte[] key : cache.allKeys()) {
                MemorySegment.copy(
                        MemorySegment.ofArray(key),
                        0,
                        ALL,
                        keys.keyAt(),
                        ValueLayout.JAVA_BYTE.byteSize() * key.length);
                int entry = keys.get();
                boolean isLoose =
                        entry >= 0
                                && (entry >= 2 * cache.places()
                                        || !FlowEntry.isLive(ALL, cache.at(entry)));
                if (isLoose) {
                    keys.remove();
                    removed++;
                }
            }
        }
        return removed;
    }
}
