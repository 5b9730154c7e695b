package dev.sluice.director.offload;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.MapMemory;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.MapType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache of an earlier process that this one does not go on with, as it is of another size, or its
 * entries of another version, or the kernel is to forward nothing any more. Its sessions have been
 * put into another one meanwhile ({@link Offload#adopt}), or are Java's: what is left to do, once
 * all programs are replaced, is to bring home what it has counted, and to take it away.
 *
 * <p>Of entries it reads only what is in the same place in all versions: see {@link FlowEntry}.
 */
public final class FormerFlows implements AutoCloseable {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final BpfFolder folder;
    private final String kind;
    private final PinnedMaps maps;
    private final MapShape shape;
    private final @Nullable MapMemory entries;
    private final @Nullable MapMemory taken;

    private FormerFlows(BpfFolder folder, String kind) {
        this.folder = folder;
        this.kind = kind;
        this.maps = new PinnedMaps(folder);
        this.shape = shape(folder, FlowCache.ENTRIES + kind);
        this.entries = memory(FlowCache.ENTRIES + kind, shape);
        this.taken =
                memory(
                        FlowCache.TAKEN + kind,
                        MapShape.sharedArray(Ledger.TAKEN_BYTES, shape.entries()));
    }

    /**
     * All that there are in a folder.
     *
     * @param current the one that is in use; null if none is
     */
    public static List<FormerFlows> in(BpfFolder folder, @Nullable FlowCache current) {
        String used = current == null ? "" : FlowCache.kind(current.places());
        var all = new ArrayList<FormerFlows>();
        for (String name : folder.names()) {
            if (name.startsWith(FlowCache.ENTRIES)) {
                String kind = name.substring(FlowCache.ENTRIES.length());
                if (!kind.equals(used)) {
                    all.add(new FormerFlows(folder, kind));
                }
            }
        }
        return all;
    }

    private static MapShape shape(BpfFolder folder, String name) {
        try (BpfMap map = folder.map(name)) {
            return map == null ? MapShape.sharedArray(FlowEntry.BYTES, 0) : map.shape();
        }
    }

    /** An array's memory, if it is there and of a shape; null if not. */
    private @Nullable MapMemory memory(String name, MapShape wanted) {
        boolean isArray =
                wanted.type() == MapType.ARRAY
                        && wanted.equals(
                                MapShape.sharedArray(wanted.valueBytes(), wanted.entries()));
        return isArray && wanted.entries() > 0 && shape(folder, name).equals(wanted)
                ? maps.memory(maps.open(name, wanted))
                : null;
    }

    /**
     * Brings home what was counted of a worker's sessions since it was taken last, once no program
     * counts here any more.
     */
    public void bringHome(int worker, SessionTable sessions, Passed passed) {
        MapMemory from = entries;
        if (from == null || shape.valueBytes() < FlowEntry.BYTES) {
            return;
        }
        for (int entry = 0; entry < shape.entries(); entry++) {
            long flow = from.address() + (long) entry * MapMemory.elementBytes(shape);
            if (FlowEntry.isLive(ALL, flow) && FlowEntry.worker(ALL, flow) == worker) {
                bringHome(entry, flow, sessions, passed);
            }
        }
    }

    private void bringHome(int entry, long flow, SessionTable sessions, Passed passed) {
        int id = FlowEntry.session(ALL, flow);
        long at = sessions.at(id > 0 && id <= sessions.highest() ? id : 1);
        long packets = FlowEntry.packets(ALL, flow) - taken(entry, Ledger.PACKETS);
        if (!FlowEntry.isOf(ALL, flow, id, at) || packets <= 0) {
            return;
        }
        int direction = FlowEntry.direction(ALL, flow);
        long bytes = FlowEntry.bytes(ALL, flow) - taken(entry, Ledger.BYTES);
        passed.counted(Session.listener(ALL, at), direction, packets, bytes);
        passed.passed(
                id, at, direction, FlowEntry.tcpFlags(ALL, flow), FlowEntry.lastSeenMs(ALL, flow));
    }

    private long taken(int entry, int what) {
        return taken == null
                ? 0
                : ALL.get(LONG, taken.address() + (long) entry * Ledger.TAKEN_BYTES + what);
    }

    /** Has programs that go by it all the same find nothing, and takes it away. */
    public void remove() {
        MapMemory from = entries;
        for (int entry = 0; from != null && entry < shape.entries(); entry++) {
            FlowEntry.revoke(ALL, from.address() + (long) entry * MapMemory.elementBytes(shape));
        }
        folder.unpin(FlowCache.FLOWS + kind);
        folder.unpin(FlowCache.SHORTCUTS + kind);
        folder.unpin(FlowCache.TAKEN + kind);
        folder.unpin(FlowCache.ENTRIES + kind);
    }

    @Override
    public void close() {
        maps.close();
    }
}
