package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.linux.bpf.MapMemory;
import dev.sluice.linux.bpf.MapShape;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Where the entries of flows over IPv4 most likely are, in memory that the program and this process
 * share: one look at it spares a program the cache's map, whose keys are found by two or three
 * further ones.
 *
 * <pre>
 * a row, by the lower half of a key's {@link #mixed}: a line of the processor's cache
 *  0          8                     56         64
 * +----------+----------+ - - - - -+----------+
 * | shortcut | shortcut |          | shortcut |      entry | mixed, the upper half << 32
 * +----------+----------+ - - - - -+----------+
 * </pre>
 *
 * It only guesses. A shortcut may be missing, as a row has room for few and all workers write them,
 * or be of another flow, as nobody clears what an earlier process left: so the program goes by an
 * entry only if it is live and of just its packet's flow, and asks the map otherwise.
 */
final class Shortcuts {
    static final int ROW_BYTES = 64;
    static final int PER_ROW = ROW_BYTES / Long.BYTES;

    /** What a key is multiplied with: the golden ratio's fraction, as 64 bits, is odd. */
    static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private static final int ENTRIES_PER_ROW = PER_ROW / 2;
    private static final long ENTRY_MASK = 0xFFFF_FFFFL;

    private static final VarHandle SHORTCUT = ValueLayout.JAVA_LONG.varHandle();
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final MapMemory memory;
    private final int mask;

    /**
     * @param memory of a map of {@link #shape}
     */
    Shortcuts(MapMemory memory, int entries) {
        this.memory = memory;
        this.mask = mask(entries);
    }

    static MapShape shape(int entries) {
        return MapShape.sharedArray(ROW_BYTES, mask(entries) + 1);
    }

    /** The bits that say a row's number. */
    static int mask(int entries) {
        return Integer.highestOneBit(Math.max(1, (entries - 1) / ENTRIES_PER_ROW)) * 2 - 1;
    }

    /**
     * A number of a {@link FlowKey} over IPv4. {@link ShortcutText} computes the same from a
     * packet, whose words it reads as they are in memory.
     */
    private static long mixed(long key) {
        long source = ALL.get(INT, key + FlowKey.SOURCE + 12) & ENTRY_MASK;
        long destination = ALL.get(INT, key + FlowKey.DESTINATION + 12);
        long addresses = (destination << 32 | source) * FACTOR;
        long ports = ALL.get(INT, key + FlowKey.PORTS) & ENTRY_MASK;
        long all = ((addresses ^ addresses >>> 32) + ports + FlowKey.protocol(ALL, key)) * FACTOR;
        return all ^ all >>> 32;
    }

    /**
     * Says where a flow's entry is. Of a full row another flow's has to go.
     *
     * @param key of the flow
     */
    void put(long key, int entry) {
        if (!FlowKey.isIpv4(ALL, key)) {
            return;
        }
        long mixed = mixed(key);
        long row = row(mixed);
        long shortcut = (mixed & ~ENTRY_MASK) | (entry & ENTRY_MASK);
        for (int i = 0; i < PER_ROW; i++) {
            long old = (long) SHORTCUT.getOpaque(ALL, row + (long) i * Long.BYTES);
            boolean isFree = old == 0 || old >>> 32 == mixed >>> 32;
            if (isFree && replace(row, i, old, shortcut)) {
                return;
            }
        }
        SHORTCUT.setOpaque(ALL, row + (entry & (PER_ROW - 1)) * (long) Long.BYTES, shortcut);
    }

    /** Makes room where a flow's is, if it is there. */
    void remove(long key) {
        if (!FlowKey.isIpv4(ALL, key)) {
            return;
        }
        long mixed = mixed(key);
        long row = row(mixed);
        for (int i = 0; i < PER_ROW; i++) {
            long old = (long) SHORTCUT.getOpaque(ALL, row + (long) i * Long.BYTES);
            if (old != 0 && old >>> 32 == mixed >>> 32) {
                replace(row, i, old, 0);
            }
        }
    }

    private long row(long mixed) {
        return memory.address() + (mixed & mask) * ROW_BYTES;
    }

    private static boolean replace(long row, int which, long old, long by) {
        return SHORTCUT.compareAndSet(ALL, row + (long) which * Long.BYTES, old, by);
    }
}
