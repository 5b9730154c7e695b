package dev.sluice.director.filter;

import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.FrameHook;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.TestRun;
import java.nio.ByteBuffer;
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
    private static final int TYPE = 12;

    private final FrameHook hook;
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

    /** The same as it runs elsewhere than at interfaces. */
    public FlowBench(FrameHook hook, String name, int ports, int places) {
        this(hook, name, ports, places, 1);
    }

    /** The same for several workers, who share the places. */
    public FlowBench(String name, int ports, int places, int workers) {
        this(FrameHook.XDP, name, ports, places, workers);
    }

    private FlowBench(FrameHook hook, String name, int ports, int places, int workers) {
        this.hook = hook;
        this.workers = workers;
        folder = FilterBench.folder(name);
        cache = FlowCache.open(folder, places, workers);
        maps = FilterMaps.open(folder);
        for (int port = 0; port < ports; port++) {
            programs.add(hook.load("flows", text(ifindex(port))));
            cache.lead(port, LOOPBACK);
        }
    }

    private ProgramText text(int ifindex) {
        if (hook == FrameHook.XDP) {
            return FilterText.of(maps, cache, sockets, ifindex);
        }
        cache.wrapNothing();
        return FilterText.behind(maps, cache, LOOPBACK, ifindex);
    }

    /** Whether packets of tunnels are among those that it may forward. */
    public boolean wraps() {
        return cache.wraps();
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

    /** Whether the kernel tries a frame: in traffic control IP headers must be whole. */
    public boolean takes(byte[] frame) {
        if (hook == FrameHook.XDP || frame.length < TestRun.FRAME_BYTES_MIN) {
            return frame.length >= TestRun.FRAME_BYTES_MIN;
        }
        int type = ByteBuffer.wrap(frame).getShort(TYPE) & 0xFFFF;
        int least =
                switch (type) {
                    case EthernetHeader.TYPE_IPV4 -> Ipv4Header.LENGTH;
                    case EthernetHeader.TYPE_IPV6 -> Ipv6Header.LENGTH;
                    default -> 1;
                };
        return frame.length >= TestRun.FRAME_BYTES_MIN + least;
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
    public boolean forwarded(TestRun.Outcome outcome) {
        return outcome.verdict() == hook.redirect();
    }

    /** Whether the program left a frame to others. */
    public boolean passed(TestRun.Outcome outcome) {
        return outcome.verdict() == hook.pass();
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
