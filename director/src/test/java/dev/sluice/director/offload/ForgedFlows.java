package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.MapMemory;
import dev.sluice.linux.bpf.MapShape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A cache as another version may have left it: its entries are longer, and hold what this version
 * has no idea of beside what all versions have.
 */
final class ForgedFlows implements AutoCloseable {
    private static final int ENTRY_BYTES = FlowEntry.BYTES + 64;
    private static final byte UNKNOWN = 0x5A;

    private final BpfFolder folder;
    private final BpfMap entries;
    private final MapMemory memory;
    private final int count;

    private ForgedFlows(BpfFolder folder, int places) {
        this.folder = folder;
        this.count = 2 * places;
        this.entries = BpfMap.create("forged", MapShape.sharedArray(ENTRY_BYTES, count));
        this.memory = MapMemory.ofArray(entries);
    }

    /** One with the same sessions as a cache has now. */
    static ForgedFlows of(BpfFolder folder, FlowCache cache) {
        var forged = new ForgedFlows(folder, cache.places());
        for (int entry = 0; entry < forged.count; entry++) {
            MemorySegment.copy(ALL, cache.at(entry), ALL, forged.at(entry), FlowEntry.BYTES);
            for (int i = FlowEntry.CAME_FROM_LOW; i < FlowEntry.WORKER; i++) {
                ALL.set(ValueLayout.JAVA_BYTE, forged.at(entry) + i, UNKNOWN);
            }
        }
        return forged;
    }

    private long at(int entry) {
        return memory.address() + (long) entry * ENTRY_BYTES;
    }

    /** Lets the next process find it. */
    void pin() {
        folder.pin(entries, "entries-0-" + count / 2);
        folder.map("flows-0-" + count / 2, MapShape.hash(8, 8, count)).close();
    }

    /** How many of its entries programs may still go by. */
    int live() {
        int live = 0;
        for (int entry = 0; entry < count; entry++) {
            live += FlowEntry.isLive(ALL, at(entry)) ? 1 : 0;
        }
        return live;
    }

    @Override
    public void close() {
        memory.close();
        entries.close();
    }
}
