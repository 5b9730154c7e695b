package dev.sluice.director.worker;

import dev.sluice.director.packet.Batch;
import dev.sluice.linux.xdp.ChunkStack;
import dev.sluice.linux.xdp.Umem;
import dev.sluice.linux.xdp.XskSocket;
import dev.sluice.measure.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/** Puts workers together: memory, sockets, rings between them. */
final class WorkerBuilder {
    /** Frames that may wait between two workers. */
    private static final int HAND_OVER_FRAMES = 512;

    private static final int BATCH_CHUNKS = 4 * (Batch.FRAMES_MAX + Batch.SPARES_MAX);

    private final List<Port> ports;
    private final WorkerSettings settings;
    private final IntFunction<FrameWork> frames;
    private final LongSupplier nowMs;
    private final Measure measure;
    private Queues queues = this::ofKernel;
    private final int count;
    private final int chunks;
    private final List<XskSocket> sockets = new ArrayList<>();
    private final List<QueueSockets> both = new ArrayList<>();
    private final List<ForwardingWorker> workers = new ArrayList<>();

    WorkerBuilder(
            List<Port> ports,
            WorkerSettings settings,
            IntFunction<FrameWork> frames,
            LongSupplier nowMs,
            Measure measure) {
        this.ports = ports;
        this.settings = settings;
        this.frames = frames;
        this.nowMs = nowMs;
        this.measure = measure;
        this.count = Workers.count(ports, settings);
        int all = ports.stream().mapToInt(Port::queues).sum();
        this.chunks = all * settings.rings().chunks() + count * chunksBeside();
    }

    /** Takes queues from elsewhere than the kernel. */
    WorkerBuilder by(Queues opened) {
        queues = opened;
        return this;
    }

    /** What a worker's chunks may be in beside its sockets' rings. */
    private int chunksBeside() {
        return BATCH_CHUNKS + settings.heldChunks() + (count - 1) * HAND_OVER_FRAMES;
    }

    Workers build() {
        Umem umem = Umem.allocate(chunks, chunkBytes());
        try {
            openSockets(umem);
            return build(umem);
        } catch (RuntimeException e) {
            sockets.forEach(XskSocket::close);
            umem.close();
            throw e;
        }
    }

    private int chunkBytes() {
        int most = 0;
        for (Port port : ports) {
            int bytes = Umem.chunkBytesFor(port.mtu());
            if (bytes == 0) {
                throw new IllegalArgumentException(
                        port.name() + " has an MTU of " + port.mtu() + ", too long for a chunk");
            }
            most = Math.max(most, bytes);
        }
        return most;
    }

    private void openSockets(Umem umem) {
        for (Port port : ports) {
            for (int queue = 0; queue < port.queues(); queue++) {
                XskSocket receiver = opened(umem, port.takenBy(), queue);
                XskSocket sender =
                        port.door() == null ? receiver : opened(umem, port.index(), queue);
                both.add(new QueueSockets(receiver, sender));
            }
        }
    }

    private XskSocket opened(Umem umem, int ifindex, int queue) {
        XskSocket socket = queues.open(umem, ifindex, queue);
        sockets.add(socket);
        return socket;
    }

    /** Those of a port's queue, which are the same unless the port has a door. */
    private record QueueSockets(XskSocket receiver, XskSocket sender) {}

    /** Where an interface's queue comes from. */
    interface Queues {
        XskSocket open(Umem umem, int ifindex, int queue);
    }

    private XskSocket ofKernel(Umem umem, int ifindex, int queue) {
        return XskSocket.open(
                umem,
                ifindex,
                queue,
                settings.rings(),
                settings.copyMode(),
                settings.busyTimeoutMs());
    }

    private Workers build(Umem umem) {
        var stacks = new ArrayList<ChunkStack>();
        var sleepers = new ArrayList<Sleeper>();
        for (int worker = 0; worker < count; worker++) {
            stacks.add(share(worker, umem));
            sleepers.add(new Sleeper(descriptors(worker)));
        }
        var mailboxes = sleepers.stream().map(Mailbox::new).toList();
        LongRing[][] frameRings = HandOver.rings(count, HAND_OVER_FRAMES);
        LongRing[][] chunkRings = HandOver.rings(count, HAND_OVER_FRAMES);
        Sleeper[] all = sleepers.toArray(Sleeper[]::new);
        for (int worker = 0; worker < count; worker++) {
            ChunkStack free = stacks.get(worker);
            PortQueue[] queues = queues(worker, umem, free);
            workers.add(
                    new ForwardingWorker(
                            frames.apply(worker),
                            new Batch(umem.memory(), umem.chunkBytes(), free::take),
                            queues,
                            outByPort(queues),
                            new HandOver(worker, frameRings, chunkRings, all, free),
                            mailboxes.get(worker),
                            free,
                            new WorkerCounts(measure, ports.stream().map(Port::name).toList()),
                            nowMs));
        }
        return new Workers(umem, sockets, sleepers, mailboxes, workers, settings.idleMs());
    }

    /** Every worker begins with as many chunks. */
    private ChunkStack share(int worker, Umem umem) {
        var free = new ChunkStack(umem.chunks());
        for (int chunk = worker; chunk < umem.chunks(); chunk += count) {
            free.give((long) chunk * umem.chunkBytes());
        }
        return free;
    }

    private int[] descriptors(int worker) {
        return sockets.stream()
                .filter(socket -> socket.queue() % count == worker)
                .mapToInt(XskSocket::fd)
                .toArray();
    }

    private PortQueue[] queues(int worker, Umem umem, ChunkStack free) {
        var queues = new ArrayList<PortQueue>();
        int at = 0;
        for (int port = 0; port < ports.size(); port++) {
            for (int queue = 0; queue < ports.get(port).queues(); queue++) {
                QueueSockets own = both.get(at++);
                if (queue % count == worker) {
                    queues.add(
                            new PortQueue(own.receiver, own.sender, port, umem.chunkBytes(), free));
                }
            }
        }
        return queues.toArray(PortQueue[]::new);
    }

    private PortQueue[] outByPort(PortQueue[] queues) {
        var out = new PortQueue[ports.size()];
        for (PortQueue queue : queues) {
            if (out[queue.port()] == null) {
                out[queue.port()] = queue;
            }
        }
        return out;
    }
}
