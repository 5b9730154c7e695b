package dev.sluice.director.filter;

import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.offload.FlowText;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.Condition;
import dev.sluice.linux.bpf.FrameHook;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.Width;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpFields;
import java.util.Map;
import java.util.Set;

/** Programs that forward packets of flows, and send all other frames to sockets. */
public final class FlowFilter implements AutoCloseable {
    private static final int ETHERNET = 14;
    private static final int MAC = -12;

    private final BpfFolder folder;
    private final FlowCache cache;
    private final FilterMaps maps;

    /** Skips the test where there cannot be one. */
    public FlowFilter(String name, int places, int workers) {
        folder = FilterBench.folder(name);
        cache = FlowCache.open(folder, places, workers);
        maps = FilterMaps.open(folder);
    }

    public FlowCache cache() {
        return cache;
    }

    /** Frames for these MACs may be of a flow, by the interface's index. */
    public void macs(Map<Integer, Set<Long>> macs) {
        maps.apply(FilterRules.NONE.alsoFor(macs));
    }

    /** The program of an interface. */
    public ProgramText text(BpfMap sockets, int ifindex) {
        var p = new ProgramText();
        Label toSocket = p.label("to the socket");
        p.set(Register.R6, Register.R1);
        p.load(Width.INT, Register.R7, Register.R6, XdpFields.DATA);
        p.load(Width.INT, Register.R8, Register.R6, XdpFields.DATA_END);
        p.set(Register.R1, Register.R7).add(Register.R1, ETHERNET);
        p.jumpIf(Register.R1, Condition.ABOVE, Register.R8, toSocket);
        p.load(Width.INT, Register.R1, Register.R7, 0)
                .load(Width.SHORT, Register.R2, Register.R7, 4);
        p.store(Width.INT, Register.STACK, MAC, ifindex);
        p.store(Width.INT, Register.STACK, MAC + 4, Register.R1);
        p.store(Width.SHORT, Register.STACK, MAC + 8, Register.R2);
        p.store(Width.SHORT, Register.STACK, MAC + 10, 0);
        p.lookUp(maps.macs(), MAC).jumpIf(Register.R0, Condition.EQUALS, 0, toSocket);
        FlowText.write(p, FrameHook.XDP, cache, ifindex);
        p.place(toSocket).load(Width.INT, Register.R2, Register.R6, XdpFields.RX_QUEUE);
        p.setMap(Register.R1, sockets).set(Register.R3, XdpAction.DROP.number());
        return p.call(KernelFunction.REDIRECT_MAP).exit();
    }

    @Override
    public void close() {
        maps.close();
        cache.close();
        folder.remove();
    }
}
