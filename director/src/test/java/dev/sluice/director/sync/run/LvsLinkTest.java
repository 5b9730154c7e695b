package dev.sluice.director.sync.run;

import static dev.sluice.director.sync.run.SharingBed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.sync.ipvs.KernelBackup;
import dev.sluice.director.sync.ipvs.LvsServices;
import dev.sluice.director.sync.ipvs.Vectors;
import dev.sluice.director.table.Address;
import dev.sluice.director.worker.TestSpaces;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.socket.UdpSocket;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.ClusterConfig;
import dev.sluice.model.node.ClusterConfig.IpvsConfig;
import dev.sluice.model.node.ClusterConfig.SyncConfig;
import dev.sluice.model.node.DirectorConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that runs, and a machine beside it that says what LVS directors have said. */
class LvsLinkTest {
    private static final InetAddress GROUP = InetAddress.ofLiteral("224.0.0.81");
    private static final int PORT = 8848;
    private static final int SYNC_ID = 7;

    /** Datagrams may be lost; what is said twice too soon undoes itself. */
    private static final int LOOKS_PER_WORD = 400;

    @TempDir Path folder;

    @Test
    void what_stock_kernels_sent_and_took_becomes_sessions() throws IOException {
        try (var region = new Region(folder)) {
            List<byte[]> messages =
                    List.of(
                            Vectors.captured(),
                            Vectors.of('A'),
                            Vectors.of('B'),
                            Vectors.of('E'),
                            Vectors.of('F'));
            Map<String, String> expected =
                    Map.of(
                            "10.7.0.2:52452", "10.7.0.1:8080 state 5",
                            "10.7.0.2:52458", "10.7.0.1:8080 state 5",
                            "10.7.0.2:52468", "10.7.0.1:8080 state 5",
                            "10.7.0.2:37066", "10.7.0.1:8080 state 5",
                            "192.0.2.10:40000", "10.0.0.11:8080 state 1",
                            "192.0.2.10:40002", "10.0.0.11:8080 state 1");
            var looks = new AtomicInteger();
            await(
                    "all sessions are there",
                    () -> {
                        if (looks.getAndIncrement() % LOOKS_PER_WORD == 0) {
                            messages.forEach(region::say);
                        }
                        return region.held.equals(expected);
                    });
            await("it is counted", () -> region.total(Counter.IPVS_SESSIONS_TAKEN) > 0);
            await("so are templates", () -> region.total(Counter.IPVS_TEMPLATES_TAKEN) > 0);
            await(
                    "and what is refused",
                    () -> region.measure.total(Counter.IPVS_REFUSED, "other_sync_id") > 0);
        }
    }

    @Test
    void a_kernel_would_go_on_with_what_is_forwarded_here() throws IOException {
        try (var region = new Region(folder)) {
            var kernel = new KernelBackup(SYNC_ID);
            region.tell.add(region.session(40_000));
            region.tell.add(region.session(40_001));
            await(
                    "both were told",
                    () -> {
                        region.hear(kernel);
                        return kernel.connections.size() == 2;
                    });

            assertThat(kernel.connections.values())
                    .allSatisfy(one -> assertThat(one.server()).isEqualTo("10.0.0.11:8080"));
            await("it is counted", () -> region.total(Counter.IPVS_SESSIONS_SENT) >= 2);
        }
    }

    /** Two machines at one network. */
    private static final class Region implements AutoCloseable, ForwardedSessions {
        final Measure measure = new Measure();
        final Map<String, String> held = new ConcurrentHashMap<>();
        final ConcurrentLinkedQueue<SyncedSession> tell = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final byte[] message = new byte[65_536];
        private final TestSpaces spaces = TestSpaces.of("lvs");
        private final Syncing syncing;
        private final UdpSocket lvs;
        private final UdpSocket.Place place =
                UdpSocket.Place.of(new InetSocketAddress(GROUP, PORT));

        Region(Path folder) {
            NetworkSpace ours = spaces.create("ours");
            NetworkSpace theirs = spaces.create("theirs");
            try (Netlink here = ours.netlink();
                    Netlink there = theirs.netlink()) {
                here.links()
                        .createVeth(
                                VethEnd.here("lvsours", 1),
                                new VethEnd("lvstheirs", 1, theirs.fd()));
                up(here, "lvsours", "10.93.1.1");
                up(there, "lvstheirs", "10.93.1.2");
                int ifindex = there.links().index("lvstheirs");
                lvs = theirs.call(() -> UdpSocket.open(false, null, PORT, 1 << 20));
                lvs.join(GROUP, ifindex);
            }
            var home = new Syncing.Home(folder, new UUID(1, 2), 1000);
            syncing =
                    new Syncing(
                            home,
                            this,
                            () -> System.nanoTime() / 1_000_000,
                            measure,
                            failures::add);
            syncing.services(LvsServices::table);
            ours.run(this::share);
        }

        private static void up(Netlink netlink, String name, String address) {
            int index = netlink.links().index(name);
            netlink.addresses()
                    .add(new InterfaceAddress(index, InetAddress.ofLiteral(address), 24));
            netlink.links().up(index);
        }

        private void share() {
            var ipvs =
                    new IpvsConfig(
                            "lvs",
                            GROUP.getHostAddress(),
                            List.of(),
                            PORT,
                            null,
                            SYNC_ID,
                            true,
                            true,
                            60_000);
            var sync = new SyncConfig("224.0.0.82", 8850, null, List.of(), null, List.of(ipvs));
            var own =
                    new DirectorConfig(
                            "d", 1, "d", List.of("lvsours"), List.of(), false, false, List.of());
            try {
                syncing.use(new ClusterConfig("c", 1, "c", 77, sync), sync, own);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void say(byte[] bytes) {
            lvs.send(bytes, bytes.length, place);
        }

        /** Gives a kernel what has come. */
        void hear(KernelBackup kernel) {
            for (int length = lvs.receive(message); length >= 0; length = lvs.receive(message)) {
                kernel.take(Arrays.copyOf(message, length));
            }
        }

        long total(Counter counter) {
            return measure.total(counter);
        }

        SyncedSession session(int clientPort) {
            var session = new SyncedSession();
            session.protocol = 6;
            session.clientLow = low("192.0.2.10");
            session.clientPort = clientPort;
            session.virtualLow = low("198.51.100.1");
            session.virtualPort = 80;
            session.serverLow = low("10.0.0.11");
            session.serverPort = 8080;
            session.method = 1;
            session.state = 1;
            session.timeoutMs = 900_000;
            session.livesMs = 900_000;
            return session;
        }

        private static long low(String address) {
            return Address.parse(address).orElseThrow().low();
        }

        @Override
        public int poll(SessionSync sync, long nowMs, int most) {
            int polled = 0;
            for (; polled < most && !tell.isEmpty(); polled++) {
                sync.changed(tell.remove(), nowMs);
            }
            return polled;
        }

        @Override
        public long untold() {
            return 0;
        }

        @Override
        public long notEntered() {
            return 0;
        }

        @Override
        public int room() {
            return 1 << 14;
        }

        @Override
        public void upsert(SyncedSession session) {
            held.put(
                    Address.text(session.clientHigh, session.clientLow) + ":" + session.clientPort,
                    "%s:%d state %d"
                            .formatted(
                                    Address.text(session.serverHigh, session.serverLow),
                                    session.serverPort,
                                    session.state));
        }

        @Override
        public void delete(SyncedSession session) {}

        @Override
        public int leftMs(SyncedSession session) {
            return session.timeoutMs;
        }

        @Override
        public void close() {
            syncing.close();
            lvs.close();
            spaces.close();
            assertThat(failures).isEmpty();
        }
    }
}
