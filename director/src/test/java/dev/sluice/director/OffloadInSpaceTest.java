package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.measure.Counter;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.node.PacketQuestion;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A director whose kernel forwards what was decided, between a client's and servers' kernels. */
@Timeout(180)
class OffloadInSpaceTest {
    private static final int SESSIONS = 256;
    private static final int LINES = 200;

    @TempDir Path folder;

    private DirectorBed bed;
    private final Written written =
            new Written()
                    .servers("10.91.2.2")
                    .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);

    @BeforeEach
    void begin() {
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed(),
                "Not run: making network namespaces needs root (CAP_SYS_ADMIN, CAP_NET_ADMIN).");
        bed = new DirectorBed(folder, 1, written, "offl", SESSIONS);
        bed.region.takeRedirected();
    }

    @AfterEach
    void end() {
        if (bed != null) {
            bed.close();
        }
    }

    @Test
    void an_established_connection_is_forwarded_by_the_kernel_and_its_end_is_seen()
            throws IOException {
        try (Socket socket = connected()) {
            long byWorker = framesIn();
            talk(socket);

            awaitPackets(2 * LINES);
            assertThat(framesIn() - byWorker).isLessThan(LINES);
        }
        Patience.await(() -> total(Counter.OFFLOADED_SESSIONS) == 0);
        Patience.await(() -> total(Counter.LISTENER_ACTIVE) == 0);
    }

    @Test
    void a_connection_goes_on_while_there_is_no_process_and_under_the_next_one()
            throws IOException {
        try (Socket socket = connected()) {
            long installed = total(Counter.SESSIONS_OFFLOADED);
            bed.stop();
            talk(socket);

            bed.start(written.config());
            long before = total(Counter.OFFLOADED_PACKETS);
            talk(socket);
            awaitPackets(before + 2 * LINES);
            assertThat(total(Counter.SESSIONS_OFFLOADED)).isEqualTo(installed);
        }
    }

    @Test
    void once_a_configuration_is_acknowledged_nothing_is_forwarded_by_the_one_before()
            throws IOException {
        try (Socket socket = connected()) {
            bed.apply(written.servers("10.91.2.3").config());

            assertThat(isOver(socket)).isTrue();
            Patience.await(() -> total(Counter.OFFLOADED_SESSIONS) == 0);
        }
    }

    @Test
    void who_forwards_a_session_shows_wherever_an_operator_looks() throws IOException {
        try (Socket socket = connected()) {
            talk(socket);
            awaitPackets(2 * LINES);

            assertThat(bed.sessions()).singleElement().asString().contains(" kernel ");
            assertThat(bed.dump())
                    .contains("offload: native XDP (", "sessions 1 of " + SESSIONS)
                    .contains("by the kernel 1 of " + SESSIONS);
            assertThat(bed.explain(asked(socket.getLocalPort())).because())
                    .contains("the kernel forwards its packets by itself");
            assertThat(bed.explain(asked(1)).because())
                    .contains(
                            "first packets go by a worker, later ones of the session by the kernel"
                                    + " itself");
            assertThat(bed.report().offload())
                    .isNotNull()
                    .satisfies(offload -> {
                        assertThat(offload.sessions()).isOne();
                        assertThat(offload.most()).isEqualTo(SESSIONS);
                        assertThat(offload.packets()).isGreaterThanOrEqualTo(2 * LINES);
                    });
        }
    }

    private static PacketQuestion asked(int port) {
        return new PacketQuestion("tcp", "10.91.1.2", port, Written.VIRTUAL, Written.PORT);
    }

    @Test
    void a_cache_that_is_smaller_than_the_session_table_slows_nobody_down() throws IOException {
        try (var talk = new Talk(bed.region.client)) {
            talk.connect(SESSIONS + SESSIONS / 4, Written.VIRTUAL);
            do {
                talk.round();
            } while (total(Counter.OFFLOADED_SESSIONS) <= SESSIONS / 4 * 3);
            for (int i = 0; i < 3; i++) {
                talk.round();
            }
            assertThat(total(Counter.OFFLOADED_SESSIONS)).isLessThanOrEqualTo(SESSIONS);
        }
        Patience.await(() -> total(Counter.OFFLOADED_SESSIONS) == 0);
    }

    @Test
    void without_memory_for_a_cache_the_director_forwards_itself() throws IOException {
        bed.stop();
        bed.offloadedMax = 1_000_000_000;
        bed.start(written.config());
        try (Socket socket = bed.connect(Written.VIRTUAL)) {
            assertThat(DirectorBed.readLine(socket)).isEqualTo("10.91.2.2");
            talk(socket);
        }
        assertThat(total(Counter.OFFLOADED_PACKETS)).isZero();
    }

    private static boolean isOver(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException _) {
            return true;
        }
    }

    /** A connection that the kernel forwards by now. */
    private Socket connected() throws IOException {
        Socket socket = bed.connect(Written.VIRTUAL);
        assertThat(DirectorBed.readLine(socket)).isEqualTo("10.91.2.2");
        Patience.await(() -> total(Counter.OFFLOADED_SESSIONS) == 1);
        return socket;
    }

    private static void talk(Socket socket) throws IOException {
        for (int i = 0; i < LINES; i++) {
            assertThat(DirectorBed.echo(socket, "line " + i)).isEqualTo("line " + i);
        }
    }

    private void awaitPackets(long most) {
        Patience.await(() -> total(Counter.OFFLOADED_PACKETS) >= most);
    }

    private long framesIn() {
        return List.of(SmallRegion.OUTSIDE, SmallRegion.INSIDE).stream()
                .mapToLong(port -> bed.measure.total(Counter.PORT_FRAMES_IN, port))
                .sum();
    }

    private long total(Counter counter) {
        return counter == Counter.LISTENER_ACTIVE
                ? bed.measure.total(counter, "web", "echo-TCP")
                : bed.measure.total(counter);
    }
}
