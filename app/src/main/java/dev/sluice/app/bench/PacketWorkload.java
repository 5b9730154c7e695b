package dev.sluice.app.bench;

import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.forward.ForwarderOptions;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Checksum;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.UdpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.linux.xdp.Umem;
import dev.sluice.measure.Measure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A forwarder with many sessions under fullnat, every other TCP, the rest UDP, and frames of 64
 * bytes for them, drawn uniformly from sessions and directions. Nothing of it is a network: frames
 * are copied into chunks, as a kernel would, and forwarded from there.
 */
final class PacketWorkload implements AutoCloseable {
    static final int BATCH = 32;

    private static final int FRAME_BYTES = 64;
    private static final int IP = EthernetHeader.LENGTH;
    private static final int HEADER = IP + Ipv4Header.LENGTH;
    private static final int CHUNK_BYTES = 2048;
    private static final int CHUNKS = 512;

    /** Frames for so few sessions that all stays near the processor. */
    private static final int FRAMES_HOT = 1 << 14;

    private static final int FRAMES = 1 << 20;
    private static final int SESSIONS_HOT = 10_000;
    private static final long CLIENT_MAC = 0x0200_0000_0001L;
    private static final long SERVER_MAC = 0x0200_0000_0100L;
    private static final long[] OWN_MAC = {0x0200_0000_0A00L, 0x0200_0000_0A01L};
    private static final int VIRTUAL = (int) address(BenchListeners.VIRTUAL).low();
    private static final int CLIENTS = 0x0B00_0000;

    private final Arena arena = Arena.ofShared();
    private final SessionSlab slab;
    private final Forwarder forwarder;
    private final Umem umem = Umem.allocate(CHUNKS, CHUNK_BYTES);
    private final MemorySegment memory = umem.memory();
    private final int count;
    private final MemorySegment frames;
    private final Batch batch = new Batch(memory, CHUNK_BYTES, () -> Batch.Spares.NONE);
    private long nowMs;
    private long rounds;
    private int chunk;
    private int frame;

    PacketWorkload(int sessions) {
        this(SessionSlab.anonymous(sessions), sessions, _ -> {}, 1_000_000);
    }

    /**
     * One whose table may have more sessions than it begins.
     *
     * @param prepared is given the forwarder before its first table
     */
    PacketWorkload(SessionSlab slab, int sessions, Consumer<Forwarder> prepared, long beganMs) {
        this.slab = slab;
        nowMs = beganMs;
        count = sessions <= SESSIONS_HOT ? FRAMES_HOT : FRAMES;
        frames = arena.allocate((long) count * FRAME_BYTES, 4096);
        forwarder = new Forwarder(ForwarderOptions.alone(1), slab, nowMs);
        forwarder.use(hops());
        prepared.accept(forwarder);
        var builder = new TableBuilder(_ -> Optional.empty(), () -> nowMs, 1, 1, new Measure());
        forwarder.use(
                builder.build(
                        BenchListeners.inMemory(), BenchListeners.DIRECTOR, ForwardingTable.EMPTY));
        try (Arena during = Arena.ofConfined()) {
            // Of each session: local address, local port, number of the server.
            MemorySegment answered = during.allocate(sessions * 8L, 8);
            open(sessions, answered);
            draw(sessions, answered);
        }
    }

    private static NextHops hops() {
        Address clients = address("11.0.0.0");
        Address gateway = address("192.0.2.1");
        var routes = new ArrayList<NextHops.Route>();
        routes.add(new NextHops.Route(0, clients.low(), 96 + 8, 0, gateway.high(), gateway.low()));
        routes.add(new NextHops.Route(0, address("10.1.0.0").low(), 96 + 16, 1, 0, 0));
        var hops = new ArrayList<NextHops.Hop>();
        hops.add(new NextHops.Hop(gateway.high(), gateway.low(), 0, CLIENT_MAC));
        for (int i = 0; i < BenchListeners.SERVERS; i++) {
            Address server = address("10.1.0." + (i + 1));
            hops.add(new NextHops.Hop(server.high(), server.low(), 1, SERVER_MAC + i));
        }
        var links =
                List.of(new NextHops.Link(OWN_MAC[0], 1500), new NextHops.Link(OWN_MAC[1], 1500));
        return new NextHops(routes, hops, links);
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    /** Begins all sessions as their clients and servers would. */
    private void open(int sessions, MemorySegment answered) {
        for (int session = 0; session < sessions; session++) {
            boolean tcp = isTcp(session);
            long at = fromClient(memory, Batch.HEADROOM_BYTES, session, TcpHeader.SYN);
            forwardOne(at, 0);
            int local = Ipv4Header.source(memory, at + IP);
            int localPort = Wire.u16(memory, at + HEADER);
            int server = Ipv4Header.destination(memory, at + IP) & 0xFF;
            long key = Integer.toUnsignedLong(local) << 32 | localPort << 8 | server;
            answered.setAtIndex(ValueLayout.JAVA_LONG, session, key);
            fromServer(memory, at, session, key, TcpHeader.SYN | TcpHeader.ACK);
            forwardOne(at, 1);
            if (tcp) {
                fromClient(memory, at, session, TcpHeader.ACK);
                forwardOne(at, 0);
            }
        }
        if (forwarder.sessions().size() != sessions || forwarder.sessions().halfOpen() != 0) {
            throw new AssertionError("every session is established");
        }
    }

    private static boolean isTcp(int session) {
        return (session & 1) == 1;
    }

    private void forwardOne(long at, int port) {
        batch.clear();
        batch.add(at, FRAME_BYTES, port);
        forwarder.forward(batch, nowMs);
        if (batch.outcome(0) != Batch.TRANSMIT) {
            throw new AssertionError("a frame was not sent but " + batch.reason(0));
        }
    }

    /** Draws the frames that are forwarded again and again. */
    private void draw(int sessions, MemorySegment answered) {
        var random = new SplittableRandom(7);
        for (int i = 0; i < count; i++) {
            int session = random.nextInt(sessions);
            long at = (long) i * FRAME_BYTES;
            if (random.nextBoolean()) {
                fromClient(frames, at, session, TcpHeader.ACK);
            } else {
                long key = answered.getAtIndex(ValueLayout.JAVA_LONG, session);
                fromServer(frames, at, session, key, TcpHeader.ACK);
            }
        }
    }

    private static long fromClient(MemorySegment to, long at, int session, int tcpFlags) {
        EthernetHeader.putDestination(to, at, OWN_MAC[0]);
        EthernetHeader.putSource(to, at, CLIENT_MAC);
        int client = CLIENTS + (session >>> 14);
        int port = isTcp(session) ? BenchListeners.TCP_PORT : BenchListeners.UDP_PORT;
        packet(to, at, client, VIRTUAL, 1024 + (session & 0x3FFF), port, session, tcpFlags);
        return at;
    }

    private static void fromServer(MemorySegment to, long at, int session, long key, int tcpFlags) {
        int server = (int) key & 0xFF;
        EthernetHeader.putDestination(to, at, OWN_MAC[1]);
        EthernetHeader.putSource(to, at, SERVER_MAC + server - 1);
        int local = (int) (key >>> 32);
        int localPort = (int) (key >>> 8) & 0xFFFF;
        packet(to, at, 0x0A01_0000 | server, local, 8000, localPort, session, tcpFlags);
    }

    private static void packet(
            MemorySegment to,
            long at,
            int source,
            int destination,
            int sourcePort,
            int destinationPort,
            int session,
            int tcpFlags) {
        long ip = at + IP;
        long header = at + HEADER;
        to.asSlice(ip - 2, FRAME_BYTES - IP + 2).fill((byte) 0);
        Wire.put16(to, ip - 2, EthernetHeader.TYPE_IPV4);
        Wire.put8(to, ip, 0x45);
        Wire.put16(to, ip + 2, FRAME_BYTES - IP);
        Wire.put8(to, ip + 8, 64);
        Wire.put8(to, ip + 9, isTcp(session) ? 6 : 17);
        Ipv4Header.putSource(to, ip, source);
        Ipv4Header.putDestination(to, ip, destination);
        Ipv4Header.putChecksum(to, ip, Checksum.of(Checksum.sum(to, ip, Ipv4Header.LENGTH)));
        Wire.put16(to, header, sourcePort);
        Wire.put16(to, header + 2, destinationPort);
        if (isTcp(session)) {
            Wire.put8(to, header + 12, 0x50);
            Wire.put8(to, header + 13, tcpFlags);
            TcpHeader.putChecksum(to, header, 0x1234);
        } else {
            Wire.put16(to, header + 4, FRAME_BYTES - HEADER);
            UdpHeader.putChecksum(to, header, 0x1234);
        }
    }

    Forwarder forwarder() {
        return forwarder;
    }

    /** Forwards the next frames; how many were sent. */
    int round() {
        return round((++rounds & 0xFF) == 0 ? nowMs + 1 : nowMs);
    }

    /** Forwards the next frames at this time; how many were sent. */
    int round(long now) {
        if (now != nowMs) {
            nowMs = now;
            forwarder.expire(nowMs);
        }
        batch.clear();
        for (int i = 0; i < BATCH; i++) {
            next();
        }
        forwarder.forward(batch, nowMs);
        int sent = 0;
        for (int i = 0; i < BATCH; i++) {
            sent += batch.outcome(i) == Batch.TRANSMIT ? 1 : 0;
        }
        return sent;
    }

    private void next() {
        long from = (long) frame * FRAME_BYTES;
        long at = (long) chunk * CHUNK_BYTES + Batch.HEADROOM_BYTES;
        MemorySegment.copy(frames, from, memory, at, FRAME_BYTES);
        int port = (int) EthernetHeader.destination(memory, at) & 1;
        batch.add(at, FRAME_BYTES, port);
        frame = (frame + 1) & (count - 1);
        chunk = (chunk + 1) & (CHUNKS - 1);
    }

    @Override
    public void close() throws IOException {
        forwarder.close();
        slab.close();
        umem.close();
        arena.close();
    }
}
