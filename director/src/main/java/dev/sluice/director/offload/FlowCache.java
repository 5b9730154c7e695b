package dev.sluice.director.offload;

import dev.sluice.director.session.Session;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.MapElement;
import dev.sluice.linux.bpf.MapMemory;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.RingReader;
import dev.sluice.linux.bpf.RunningPrograms;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;

/**
 * The flows that the kernel forwards by itself, in maps that are pinned beside the filter's and
 * outlive the process.
 *
 * <pre>
 * flows     {@link FlowKey} → number of an entry 4 | incarnation of its session 4
 * shortcuts {@link Shortcuts} to entries; in this process's memory too
 * entries   {@link FlowEntry}, by number; in this process's memory too
 * taken     what a process has taken of an entry's counters ({@link Ledger})
 * out       interfaces, by the number of a port: as XDP programs want them
 * out-tc    the same as programs in traffic control want them
 * ended     for each worker: what {@link FlowEnd}s there were
 * </pre>
 *
 * A session has a place in it, which holds the entries of both its directions. Each worker has
 * places of its own, fills and empties them and reads what was seen, by plain memory accesses. Only
 * keys come and go by system calls, one each. To install: fill the entry, {@link FlowEntry#live},
 * then put the key. To revoke: {@link FlowEntry#revoke}, and no packet that comes after it is
 * forwarded; then remove the key; and before the place is used again, or what was revoked is said
 * to be, {@link #awaitPrograms}.
 */
public final class FlowCache implements AutoCloseable {
    /** Most ports of a director. */
    static final int PORTS_MAX = 256;

    /** Room for what was said of the ends of flows, for each worker. */
    private static final int ENDS_BYTES = 1 << 18;

    private static final int VALUE_BYTES = 8;

    static final String FLOWS = "flows-";
    static final String SHORTCUTS = "shortcuts-";
    static final String ENTRIES = "entries-";
    static final String TAKEN = "taken-";
    private static final String OUT = "out";
    private static final String OUT_TC = "out-tc";
    private static final String ENDED = "ended-";

    private final PinnedMaps maps;
    private final int workers;
    private final int places;
    private final BpfMap flows;
    private final BpfMap shortcuts;
    private final BpfMap entries;
    private final BpfMap taken;
    private final BpfMap devices;
    private final BpfMap interfaces;
    private final AtomicIntegerArray shut = new AtomicIntegerArray(PORTS_MAX);
    private final List<BpfMap> ends = new ArrayList<>();
    private final MapMemory memory;
    private final MapMemory takenMemory;
    private final Shortcuts guessed;
    private volatile boolean wraps = true;

    private FlowCache(PinnedMaps maps, int places, int workers) {
        this.maps = maps;
        this.workers = workers;
        this.places = places;
        String kind = kind(places);
        flows = maps.open(FLOWS + kind, MapShape.fullHash(FlowKey.BYTES, VALUE_BYTES, 2 * places));
        shortcuts = maps.open(SHORTCUTS + kind, Shortcuts.shape(2 * places));
        entries = maps.open(ENTRIES + kind, MapShape.sharedArray(FlowEntry.BYTES, 2 * places));
        taken = maps.open(TAKEN + kind, MapShape.sharedArray(Ledger.TAKEN_BYTES, 2 * places));
        devices = maps.open(OUT, MapShape.devices(PORTS_MAX));
        interfaces = maps.open(OUT_TC, MapShape.array(Integer.BYTES, PORTS_MAX));
        for (int worker = 0; worker < workers; worker++) {
            ends.add(maps.open(ENDED + worker, MapShape.ring(ENDS_BYTES)));
        }
        memory = maps.memory(entries);
        takenMemory = maps.memory(taken);
        guessed = new Shortcuts(maps.memory(shortcuts), 2 * places);
    }

    /** What names of maps end with that one process after another goes on with. */
    static String kind(int places) {
        return FlowEntry.VERSION + "-" + places;
    }

    /**
     * Opens what a predecessor left, if it is of the same size and version, or makes it.
     *
     * @param places how many sessions it holds
     * @throws dev.sluice.linux.call.KernelException if there is no memory for it
     */
    public static FlowCache open(BpfFolder folder, int places, int workers) {
        return open(new PinnedMaps(folder), places, workers);
    }

    /** Makes one that goes when it is closed, for flows of nobody. */
    public static FlowCache alone(int places) {
        return open(new PinnedMaps(null), places, 1);
    }

    private static FlowCache open(PinnedMaps maps, int places, int workers) {
        try {
            return new FlowCache(maps, places, workers);
        } catch (RuntimeException e) {
            maps.close();
            throw e;
        }
    }

    /** Takes away all that is pinned of any; programs go on with what they go by. */
    public static void remove(BpfFolder folder) {
        for (String name : folder.names()) {
            if (name.equals(OUT)
                    || name.equals(OUT_TC)
                    || Stream.of(FLOWS, SHORTCUTS, ENTRIES, TAKEN, ENDED)
                            .anyMatch(name::startsWith)) {
                folder.unpin(name);
            }
        }
    }

    /** How many sessions it holds. */
    public int places() {
        return places;
    }

    /** The first of a worker's own places; of one behind the last, where they end. */
    public int firstPlace(int worker) {
        return (int) ((long) places * worker / workers);
    }

    /**
     * Number of the entry of a session's direction.
     *
     * @param direction {@link Session#FROM_CLIENT} or {@link Session#FROM_SERVER}
     */
    public static int entry(int place, int direction) {
        return 2 * place + direction;
    }

    /** The place that an entry is of. */
    public static int place(int entry) {
        return entry >>> 1;
    }

    /** Where an entry lies, in all memory. */
    public long at(int entry) {
        return memory.address() + (long) entry * FlowEntry.BYTES;
    }

    /** Where it lies what was taken of an entry: two longs, see {@link Ledger}. */
    long takenAt(int entry) {
        return takenMemory.address() + (long) entry * Ledger.TAKEN_BYTES;
    }

    /** Puts and removes keys; each thread has its own. To be closed before the cache. */
    public FlowKeys keys() {
        return new FlowKeys(new MapElement(flows), guessed);
    }

    /** Reads what there was of a worker's {@link FlowEnd}s; to be closed before the cache. */
    public RingReader ends(int worker) {
        return new RingReader(ends.get(worker));
    }

    /**
     * Interfaces that XDP programs redirect to, by the numbers of ports. Where there is none, Java
     * has the packet.
     */
    public BpfMap devices() {
        return devices;
    }

    /**
     * Has a port lead to an interface.
     *
     * @param ifindex of the calling thread's network namespace
     */
    public void lead(int port, int ifindex) {
        interfaces.put(port, ifindex);
        devices.put(port, ifindex);
    }

    /** Says whether flows may leave by a port; at first they may. */
    public void open(int port, boolean is) {
        shut.set(port, is ? 0 : 1);
    }

    /** Whether flows may leave by a port. Any thread. */
    public boolean isOpen(int port) {
        return shut.get(port) == 0;
    }

    /** Says that not all programs put headers before packets. */
    public void wrapNothing() {
        wraps = false;
    }

    /** Whether programs forward by tunnel. */
    public boolean wraps() {
        return wraps;
    }

    BpfMap interfaces() {
        return interfaces;
    }

    /** All keys there are, for one who takes over; see {@link BpfMap#keys}. */
    public List<byte[]> allKeys() {
        return flows.keys();
    }

    /**
     * Waits until no program runs any more that may have read what has changed since. Takes
     * milliseconds: nothing for a worker.
     */
    public static void awaitPrograms() {
        RunningPrograms.await();
    }

    BpfMap flows() {
        return flows;
    }

    BpfMap shortcuts() {
        return shortcuts;
    }

    int shortcutMask() {
        return Shortcuts.mask(2 * places);
    }

    BpfMap entries() {
        return entries;
    }

    List<BpfMap> ends() {
        return ends;
    }

    @Override
    public void close() {
        maps.close();
    }
}
