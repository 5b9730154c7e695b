package dev.sluice.director.worker;

import dev.sluice.linux.bpf.BpfLink;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.Width;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.linux.xdp.XskSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** A filter that sends all frames of interfaces to sockets. */
public final class SocketFilter {
    private static final int RX_QUEUE_INDEX_AT = 16;
    private static final int XDP_DROP = 1;
    private static final int QUEUES_MAX = 64;

    private SocketFilter() {}

    /** Attaches it; closing takes it away. */
    public static AutoClosed attach(NetworkSpace space, List<XskSocket> sockets) {
        return attach(space, sockets, (map, _) -> redirect(map));
    }

    /**
     * Attaches another one that sends to sockets.
     *
     * @param texts of the program of an interface, from the map of its sockets and its index
     */
    public static AutoClosed attach(
            NetworkSpace space,
            List<XskSocket> sockets,
            BiFunction<BpfMap, Integer, ProgramText> texts) {
        var closing = new ArrayList<Runnable>();
        var maps = new TreeMap<Integer, BpfMap>();
        for (XskSocket socket : sockets) {
            maps.computeIfAbsent(
                            socket.interfaceIndex(),
                            _ -> BpfMap.create("sockets", MapShape.xskSockets(QUEUES_MAX)))
                    .put(socket.queue(), socket.fd());
        }
        maps.forEach((index, map) -> {
            BpfProgram program = BpfProgram.xdp("to_socket", texts.apply(map, index));
            BpfLink link = space.call(() -> BpfLink.xdp(program, index, XdpMode.NATIVE));
            closing.add(link::close);
            closing.add(program::close);
            closing.add(map::close);
        });
        return () -> closing.forEach(Runnable::run);
    }

    private static ProgramText redirect(BpfMap map) {
        return new ProgramText()
                .load(Width.INT, Register.R2, Register.R1, RX_QUEUE_INDEX_AT)
                .setMap(Register.R1, map)
                .set(Register.R3, XDP_DROP)
                .call(KernelFunction.REDIRECT_MAP)
                .exit();
    }
}
