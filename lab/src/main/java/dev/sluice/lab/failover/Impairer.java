package dev.sluice.lab.failover;

import dev.sluice.linux.call.Polls;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.raw.FramePort;
import dev.sluice.linux.space.NetworkSpace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Stands in for a bridge, as a bad network: takes the bridge's ports, forwards frames between them
 * by itself, and loses, doubles, delays and reorders them on the way. One thread forwards; what
 * network it is may be changed by any other at any time.
 *
 * <p>Frames must come whole: who sends them has checksums and segmentation done in software.
 */
public final class Impairer implements AutoCloseable {
    private static final int FRAME_BYTES = 65_536;
    private static final int BATCH = 64;
    private static final int IDLE_MS = 100;
    private static final long NS_PER_MS = 1_000_000;

    private final NetworkSpace space;
    private final String bridge;
    private final List<String> ports;
    private final FrameFate fate;
    private final Thread thread;
    private final CompletableFuture<Boolean> forwarding = new CompletableFuture<>();
    private final PriorityQueue<Frame> waiting = new PriorityQueue<>();
    private final long[] places; // by port, the MAC address behind it; 0 while it is unknown
    private volatile Impairment network = Impairment.NONE;
    private volatile boolean stopped;
    private long taken;

    /** A frame on its way. */
    private static final class Frame implements Comparable<Frame> {
        private final long dueNs;
        private final long order;
        private final int port;
        private final byte[] bytes;

        Frame(long dueNs, long order, int port, byte[] bytes) {
            this.dueNs = dueNs;
            this.order = order;
            this.port = port;
            this.bytes = bytes;
        }

        @Override
        public int compareTo(Frame other) {
            int byTime = Long.compare(dueNs - other.dueNs, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private Impairer(NetworkSpace space, String bridge, List<String> ports, long seed) {
        this.space = space;
        this.bridge = bridge;
        this.ports = List.copyOf(ports);
        this.places = new long[ports.size()];
        this.fate = new FrameFate(new SplittableRandom(seed));
        this.thread = space.newThread("impairer", this::run);
    }

    /**
     * Takes the ports from a bridge; a good network at first.
     *
     * @param space the bridge's namespace
     * @param seed of what becomes of frames
     */
    public static Impairer start(NetworkSpace space, String bridge, List<String> ports, long seed) {
        var impairer = new Impairer(space, bridge, ports, seed);
        impairer.thread.start();
        impairer.forwarding.join();
        ports.forEach(port -> space.exec("ip", "link", "set", port, "nomaster"));
        return impairer;
    }

    /** From now on it is such a network. Places are the ports, from 0. */
    public void be(Impairment next) {
        network = next;
    }

    private void run() {
        var sockets = new ArrayList<FramePort>();
        try (Arena arena = Arena.ofConfined();
                Polls polls = new Polls(ports.size())) {
            MemorySegment room = arena.allocate(FRAME_BYTES, 8);
            for (int ifindex : ifindexes()) {
                var socket = FramePort.open(ifindex);
                sockets.add(socket);
                polls.add(socket.fd());
            }
            forwarding.complete(true);
            while (!stopped) {
                polls.await(untilDueMs());
                for (int port = 0; port < sockets.size(); port++) {
                    take(sockets.get(port), port, room);
                }
                send(sockets, room);
            }
        } catch (RuntimeException e) {
            forwarding.completeExceptionally(e);
        } finally {
            sockets.forEach(FramePort::close);
        }
    }

    private int[] ifindexes() {
        try (Netlink netlink = Netlink.open()) {
            return ports.stream().mapToInt(port -> netlink.links().index(port)).toArray();
        }
    }

    private long untilDueMs() {
        Frame first = waiting.peek();
        return first == null
                ? IDLE_MS
                : Math.clamp(
                        (first.dueNs - System.nanoTime() + NS_PER_MS - 1) / NS_PER_MS, 0, IDLE_MS);
    }

    private void take(FramePort socket, int from, MemorySegment room) {
        Impairment now = network;
        for (int count = 0; count < BATCH; count++) {
            long length = socket.receive(room);
            if (length < 14) {
                return;
            }
            byte[] bytes = room.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            places[from] = mac(bytes, 6);
            for (int to = 0; to < places.length; to++) {
                if (to != from && isFor(to, bytes)) {
                    pass(now, bytes, from, to);
                }
            }
        }
    }

    /** As a bridge does: to everybody but where it is known who is there. */
    private boolean isFor(int place, byte[] bytes) {
        boolean toMany = (bytes[0] & 1) != 0;
        long mac = mac(bytes, 0);
        return toMany
                || places[place] == mac
                || Arrays.stream(places).noneMatch(known -> known == mac);
    }

    private void pass(Impairment now, byte[] bytes, int from, int to) {
        int copies = fate.next(now, from, to);
        for (int copy = 0; copy < copies; copy++) {
            long dueNs = System.nanoTime() + fate.delayMs(copy) * NS_PER_MS;
            waiting.add(new Frame(dueNs, taken++, to, bytes));
        }
    }

    private void send(List<FramePort> sockets, MemorySegment room) {
        long nowNs = System.nanoTime();
        for (Frame next = waiting.peek();
                next != null && next.dueNs - nowNs <= 0;
                next = waiting.peek()) {
            waiting.remove();
            MemorySegment.copy(next.bytes, 0, room, ValueLayout.JAVA_BYTE, 0, next.bytes.length);
            // What cannot be sent is lost, as on any network.
            var _ = sockets.get(next.port).send(room, next.bytes.length);
        }
    }

    private static long mac(byte[] frame, int at) {
        long mac = 0;
        for (int i = 0; i < 6; i++) {
            mac = (mac << 8) | (frame[at + i] & 0xFF);
        }
        return mac;
    }

    /** Gives the bridge its ports back. */
    @Override
    public void close() {
        ports.forEach(port -> space.exec("ip", "link", "set", port, "master", bridge));
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
