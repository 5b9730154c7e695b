package dev.sluice.director.filter;

import dev.sluice.director.offload.FlowCache;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.TestRun;
import dev.sluice.linux.bpf.XdpAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The program of some ports, with a cache of flows and no interface, run on frames from memory.
 * There is no socket, so that what is redirected is what the program forwards by itself.
 */
public final class FlowBench implements AutoCloseable {
    private static final int LOOPBACK = 1;

    private final int workers;
    private final BpfFolder folder;
    private final FlowCache cache;
    private final FilterMaps maps;
    private final BpfMap sockets = BpfMap.create("sockets", MapShape.xskSockets(1));
    private final List<BpfProgram> programs = new ArrayList<>();

    /** Skips the test where there cannot be one. */
    public FlowBench(String name, int ports, int places) {
        this(name, ports, places, 1);
    }

    /** The same for several workers, who share the places. */
    public FlowBench(String name, int ports, int places, int workers) {
        this.workers = workers;
        folder = FilterBench.folder(name);
        cache = FlowCache.open(folder, places, workers);
        maps = FilterMaps.open(folder);
        for (int port = 0; port < ports; port++) {
            int ifindex = ifindex(port);
            programs.add(BpfProgram.xdp("flows", FilterText.of(maps, cache, sockets, ifindex)));
            cache.devices().put(port, LOOPBACK);
        }
    }

    /** What a port's program takes its interface for. */
    public static int ifindex(int port) {
        return 100 + port;
    }

    public FlowCache cache() {
        return cache;
    }

    /** What another process would find. To be closed by the caller. */
    public FlowCache cacheAgain() {
        return FlowCache.open(folder, cache.places(), workers);
    }

    /** Frames for these MACs are the director's, by the interface's index. */
    public void macs(Map<Integer, Set<Long>> macs) {
        maps.apply(FilterRules.NONE.alsoFor(macs));
    }

    public TestRun.Outcome run(int port, byte[] frame) {
        return TestRun.once(programs.get(port), frame);
    }

    public TestRun.Outcome repeated(int port, byte[] frame, int times) {
        return TestRun.repeated(programs.get(port), frame, times);
    }

    /** The interfaces, by the number of a port. */
    public int[] interfaces() {
        return IntStream.range(0, programs.size()).map(FlowBench::ifindex).toArray();
    }

    /** Whether the program forwarded a frame. */
    public static boolean forwarded(TestRun.Outcome outcome) {
        return outcome.action() == XdpAction.REDIRECT;
    }

    @Override
    public void close() {
        programs.forEach(BpfProgram::close);
        maps.close();
        cache.close();
        sockets.close();
        folder.remove();
    }
}
