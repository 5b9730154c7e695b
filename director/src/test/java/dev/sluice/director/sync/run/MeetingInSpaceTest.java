package dev.sluice.director.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.director.worker.TestSpaces;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.ClusterConfig;
import dev.sluice.model.node.ClusterConfig.SyncConfig;
import dev.sluice.model.node.DirectorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directors that meet over a wire, as their configurations say. */
class MeetingInSpaceTest {
    private static final int PORT = 8850;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.82", "ff02::5b0e", "10.92.7.1 10.92.7.2", "fd92::1 fd92::2"})
    void two_meet_in_a_group_or_by_name(String where) throws IOException {
        secret("known to both of them\n");
        try (var wired = new Wired();
                var one = new One(1, wired.one);
                var two = new One(2, wired.two)) {
            SyncConfig sync = sync(where);
            one.use(sync);
            one.sessions.begin(0, 100);
            two.use(sync);
            SharingBed.await("two hears of all", () -> two.sessions.held() == 100);
            SharingBed.await("they are safe", () -> one.safe() == 100);
            SharingBed.await(
                    "both are complete",
                    () -> one.syncing.isComplete() && two.syncing.isComplete());

            one.use(sync(where.contains(".") ? "ff02::5b0e" : "224.0.0.82"));
            two.use(sync(where.contains(".") ? "ff02::5b0e" : "224.0.0.82"));
            one.sessions.begin(100, 200);
            SharingBed.await("they meet elsewhere", () -> two.sessions.held() == 200);
            two.use(sync("10.92.7.1 10.92.7.2"));
            one.use(sync("10.92.7.1 10.92.7.2"));
            one.sessions.begin(200, 300);
            SharingBed.await("and elsewhere again", () -> two.sessions.held() == 300);

            secret("known to both of them now\nknown to both of them\n");
            one.syncing.lookAgain();
            two.syncing.lookAgain();
            one.sessions.begin(300, 400);
            SharingBed.await("with another secret", () -> two.sessions.held() == 400);
            secret("short");
            one.syncing.lookAgain();
            one.sessions.begin(400, 500);
            SharingBed.await("with the same secret", () -> two.sessions.held() == 500);
        }
    }

    @Test
    void what_cannot_be_is_said_and_changes_nothing() throws IOException {
        secret("known to both of them\n");
        try (var wired = new Wired();
                var one = new One(1, wired.one)) {
            one.use(sync("224.0.0.82"));
            assertThatThrownBy(() ->
                            one.use(
                                    new SyncConfig(
                                            "224.0.0.82",
                                            PORT,
                                            "absent",
                                            List.of(),
                                            "secret",
                                            List.of())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no interface absent");
            assertThatThrownBy(() -> one.use(sync("224.0.0.82"), 5))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("restart it");
            assertThat(one.syncing.secrets().toString()).doesNotContain("known");
            SharingBed.await("it is complete alone", one.syncing::isComplete);
            one.syncing.close();
            assertThat(one.syncing.isComplete()).isTrue();
            assertThatThrownBy(() -> one.use(sync("224.0.0.82")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("restart it");
        }
    }

    private void secret(String text) throws IOException {
        Files.writeString(folder.resolve("secret"), text);
    }

    private static SyncConfig sync(String where) {
        List<String> addresses = List.of(where.split(" "));
        boolean isGroup = addresses.size() == 1;
        return new SyncConfig(
                isGroup ? where : null,
                PORT,
                null,
                isGroup ? List.of() : addresses,
                "secret",
                List.of());
    }

    /** Two namespaces and a wire. */
    private static final class Wired implements AutoCloseable {
        private final TestSpaces spaces = TestSpaces.of("meet");
        final NetworkSpace one = spaces.create("one");
        final NetworkSpace two = spaces.create("two");

        Wired() {
            for (NetworkSpace space : List.of(one, two)) {
                space.sysctl("net/ipv6/conf/default/disable_ipv6", "0");
                space.sysctl("net/ipv6/conf/default/accept_dad", "0");
            }
            try (Netlink here = one.netlink();
                    Netlink there = two.netlink()) {
                here.links().createVeth(VethEnd.here("wire", 1), new VethEnd("wire", 1, two.fd()));
                address(here, "1");
                address(there, "2");
            }
        }

        private static void address(Netlink netlink, String last) {
            int index = netlink.links().index("wire");
            netlink.links().up(index);
            netlink.addresses().add(new InterfaceAddress(index, literal("10.92.7." + last), 24));
            netlink.addresses().add(new InterfaceAddress(index, literal("fd92::" + last), 64));
        }

        private static InetAddress literal(String text) {
            return InetAddress.ofLiteral(text);
        }

        @Override
        public void close() {
            spaces.close();
        }
    }

    /** A director. */
    private final class One implements AutoCloseable {
        final HeldSessions sessions = new HeldSessions();
        final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        final Syncing syncing;
        private final int node;
        private final NetworkSpace space;

        One(int node, NetworkSpace space) throws IOException {
            this.node = node;
            this.space = space;
            Path own = Files.createDirectories(folder.resolve("d" + node));
            Files.createSymbolicLink(own.resolve("secret"), folder.resolve("secret"));
            syncing =
                    new Syncing(
                            new Syncing.Home(own, new UUID(3, 4), 10_000),
                            sessions,
                            () -> System.nanoTime() / 1_000_000,
                            new Measure(),
                            failures::add);
        }

        void use(SyncConfig sync) throws IOException {
            use(sync, node);
        }

        void use(SyncConfig sync, int number) throws IOException {
            var cluster = new ClusterConfig("c", 1, "cluster", 9, sync);
            var own =
                    new DirectorConfig(
                            "d",
                            1,
                            "d" + number,
                            List.of("wire"),
                            List.of(),
                            false,
                            false,
                            List.of(),
                            List.of(),
                            null,
                            number);
            IOException failure =
                    space.call(() -> {
                        try {
                            syncing.use(cluster, sync, own);
                            return new IOException("");
                        } catch (IOException e) {
                            return e;
                        }
                    });
            if (!"".equals(failure.getMessage())) {
                throw failure;
            }
        }

        int safe() {
            var safety = syncing.safety();
            return safety == null ? 0 : safety.safe();
        }

        @Override
        public void close() {
            syncing.close();
            assertThat(failures).isEmpty();
        }
    }
}
