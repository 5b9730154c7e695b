package dev.sluice.director.forward;

import dev.sluice.balance.StableHash;
import dev.sluice.director.packet.Wire;
import java.lang.foreign.MemorySegment;

/**
 * Which worker is a fragmented packet's home, and a mark by which a worker sees that a fragment
 * comes from there. It lies in the first bytes of the chunk, before the frame, and is a hash of
 * what the packet is known by, so that one left from an earlier frame is none.
 */
final class FragmentMark {
    private static final int BYTES = 8;

    private final Workbench bench;

    FragmentMark(Workbench bench) {
        this.bench = bench;
    }

    int home(int i, FragmentFields fields) {
        return (int) (hash(i, fields) >>> 32) & (bench.options.workers() - 1);
    }

    void putOn(int i, FragmentFields fields) {
        if (bench.batch.headroom(i) >= BYTES) {
            Wire.put64(bench.batch.memory(), bench.batch.chunk(i), hash(i, fields));
        }
    }

    /** Whether a fragment bears the mark; it does not any more. */
    boolean takeOff(int i, FragmentFields fields) {
        MemorySegment memory = bench.batch.memory();
        long chunk = bench.batch.chunk(i);
        if (bench.options.workers() == 1
                || bench.batch.headroom(i) < BYTES
                || Wire.u64(memory, chunk) != hash(i, fields)) {
            return false;
        }
        Wire.put64(memory, chunk, 0);
        return true;
    }

    private long hash(int i, FragmentFields fields) {
        Parsed parsed = bench.parsed;
        return StableHash.fourTuple(
                StableHash.address(parsed.of(i).sourceHigh, parsed.of(i).sourceLow),
                fields.identification() & 0xFFFF,
                parsed.of(i).destinationHigh,
                parsed.of(i).destinationLow,
                (fields.identification() >>> 16 & 0xFF) << 8 | parsed.of(i).protocol);
    }
}
