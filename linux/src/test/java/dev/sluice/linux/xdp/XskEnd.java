package dev.sluice.linux.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.bpf.BpfLink;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.Width;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.space.NetworkSpace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Interfaces all of whose frames go to sockets, one for each queue, over one memory. */
final class XskEnd implements AutoCloseable {
    private static final int RX_QUEUE_INDEX_AT = 16;
    private static final int XDP_DROP = 1;
    private static final int BUSY_MS = 5_000;

    final Umem umem;
    final ChunkStack free;
    final List<XskSocket> sockets = new ArrayList<>();
    private final List<Runnable> attached = new ArrayList<>();
    private final NetworkSpace space;
    private final RingSizes sizes;

    XskEnd(NetworkSpace space, int chunks, RingSizes sizes) {
        this.space = space;
        this.sizes = sizes;
        this.umem = Umem.allocate(chunks, 2048);
        this.free = new ChunkStack(chunks);
        for (int i = 0; i < chunks; i++) {
            free.give((long) i * umem.chunkBytes());
        }
    }

    /** Takes all queues of an interface. */
    XskEnd take(String name, int queues) {
        space.run(() -> takeHere(name, queues));
        return this;
    }

    private void takeHere(String name, int queues) {
        try (Netlink netlink = Netlink.open()) {
            int index = netlink.links().index(name);
            BpfMap map = BpfMap.create("sockets", MapShape.xskSockets(queues));
            BpfProgram program = BpfProgram.xdp("to_socket", redirect(map));
            attached.add(BpfLink.xdp(program, index, XdpMode.NATIVE)::close);
            attached.add(program::close);
            attached.add(map::close);
            for (int queue = 0; queue < queues; queue++) {
                XskSocket socket =
                        XskSocket.open(umem, index, queue, sizes, CopyMode.COPY, BUSY_MS);
                map.put(queue, socket.fd());
                sockets.add(socket);
                refill(socket);
            }
        }
    }

    private static ProgramText redirect(BpfMap map) {
        return new ProgramText()
                .load(Width.INT, Register.R2, Register.R1, RX_QUEUE_INDEX_AT)
                .setMap(Register.R1, map)
                .set(Register.R3, XDP_DROP)
                .call(KernelFunction.REDIRECT_MAP)
                .exit();
    }

    /** Sends a frame with some bytes in it; false where there is no room now. */
    boolean send(int socket, byte[] bytes) {
        XskSocket by = sockets.get(socket);
        collect(by);
        if (by.transmit().room(1) == 0 || free.size() == 0) {
            by.wakeTransmit();
            return false;
        }
        long chunk = free.take();
        MemorySegment.copy(bytes, 0, umem.memory(), ValueLayout.JAVA_BYTE, chunk, bytes.length);
        by.transmit().put(0, chunk, bytes.length);
        by.transmit().submit(1);
        return true;
    }

    /** What has come by a socket; the chunks are free again. */
    List<byte[]> receive(int socket) {
        XskSocket by = sockets.get(socket);
        int count = by.receive().available(64);
        var frames = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            long frame = by.receive().address(i);
            frames.add(
                    umem.memory()
                            .asSlice(frame, by.receive().length(i))
                            .toArray(ValueLayout.JAVA_BYTE));
            free.give(frame & -umem.chunkBytes());
        }
        by.receive().release(count);
        refill(by);
        return frames;
    }

    /** Sends all that came by a socket back by another, in place; how many. */
    int bounce(int from, int to) {
        XskSocket in = sockets.get(from);
        XskSocket out = sockets.get(to);
        collect(out);
        int count = in.receive().available(out.transmit().room(64));
        for (int i = 0; i < count; i++) {
            out.transmit().put(i, in.receive().address(i), in.receive().length(i));
        }
        in.receive().release(count);
        out.transmit().submit(count);
        out.wakeTransmit();
        refill(in);
        return count;
    }

    void wake() {
        sockets.forEach(XskSocket::wakeTransmit);
    }

    private void refill(XskSocket socket) {
        int count = socket.fill().room(Math.min(free.size(), 64));
        for (int i = 0; i < count; i++) {
            socket.fill().put(i, free.take());
        }
        socket.fill().submit(count);
    }

    private void collect(XskSocket socket) {
        int count = socket.completion().available(64);
        for (int i = 0; i < count; i++) {
            free.give(socket.completion().address(i) & -umem.chunkBytes());
        }
        socket.completion().release(count);
    }

    /** Whether each chunk is in exactly one place. The kernel may hold some for a moment. */
    boolean isEveryChunkInOnePlace() {
        int[] places = new int[umem.chunks()];
        long[] held = new long[free.size()];
        for (int i = 0; i < held.length; i++) {
            held[i] = free.take();
            count(places, held[i]);
        }
        for (long chunk : held) {
            free.give(chunk);
        }
        for (XskSocket socket : sockets) {
            ring(places, socket.fill());
            ring(places, socket.transmit());
            ring(places, socket.receive());
            ring(places, socket.completion());
        }
        assertThat(Arrays.stream(places).max()).as("places of one chunk").hasValue(1);
        return Arrays.stream(places).allMatch(count -> count == 1);
    }

    private void ring(int[] places, ProducerRing ring) {
        int pending = ring.pending();
        for (int i = 0; i < pending; i++) {
            count(places, ring.pendingAddress(i));
        }
    }

    private void ring(int[] places, ConsumerRing ring) {
        int available = ring.available(Integer.MAX_VALUE);
        for (int i = 0; i < available; i++) {
            count(places, ring.address(i));
        }
    }

    private void count(int[] places, long address) {
        places[(int) (address / umem.chunkBytes())]++;
    }

    @Override
    public void close() {
        attached.forEach(Runnable::run);
        sockets.forEach(XskSocket::close);
        umem.close();
    }
}
