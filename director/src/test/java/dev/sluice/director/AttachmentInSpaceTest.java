package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.worker.Attachment;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.measure.Counter;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways in which a director's frames are taken, between a client's and servers' kernels. */
@Timeout(180)
class AttachmentInSpaceTest {
    private static final int SESSIONS = 256;
    private static final int LINES = 200;

    /** Some forty packets, which fit any socket's memory. */
    private static final int LONG_LINE = 60_000;

    private static final int LONG_LINES = 10;

    private static final int MTU = 1500;

    @TempDir Path folder;

    private @Nullable DirectorBed bed;
    private final Written written =
            new Written("attached-director")
                    .servers("10.91.2.2")
                    .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);

    @BeforeEach
    void begin() {
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed(),
                "Not run: making network namespaces needs root (CAP_SYS_ADMIN, CAP_NET_ADMIN).");
    }

    @AfterEach
    void end() {
        if (bed != null) {
            bed.close();
        }
    }

    private DirectorBed bed(@Nullable Attachment attachment) {
        bed = new DirectorBed(folder, 1, written, "att", SESSIONS, attachment);
        return bed;
    }

    @ParameterizedTest
    @EnumSource(
            value = Attachment.class,
            names = {"GENERIC", "TC"})
    void the_kernel_forwards_to_ends_that_take_no_frames_from_drivers(Attachment attachment)
            throws IOException {
        DirectorBed with = bed(attachment);
        try (Socket socket = with.connect(Written.VIRTUAL)) {
            assertThat(DirectorBed.readLine(socket)).isEqualTo("10.91.2.2");
            Patience.await(() -> with.measure.total(Counter.OFFLOADED_SESSIONS) == 1);
            for (int i = 0; i < LINES; i++) {
                assertThat(DirectorBed.echo(socket, "line " + i)).isEqualTo("line " + i);
            }
            Patience.await(() -> with.measure.total(Counter.OFFLOADED_PACKETS) >= 2 * LINES);
        }
        Patience.await(() -> with.measure.total(Counter.OFFLOADED_SESSIONS) == 0);
    }

    @Test
    void workers_forward_to_ends_that_take_no_frames_from_drivers_until_they_do()
            throws IOException {
        DirectorBed with = bed(Attachment.NATIVE);
        try (Socket socket = with.connect(Written.VIRTUAL)) {
            assertThat(DirectorBed.readLine(socket)).isEqualTo("10.91.2.2");
            for (int i = 0; i < LINES; i++) {
                assertThat(DirectorBed.echo(socket, "line " + i)).isEqualTo("line " + i);
            }
            assertThat(with.measure.total(Counter.SESSIONS_OFFLOADED)).isZero();

            with.region.client.exec("ethtool", "-K", SmallRegion.OUTSIDE + 0, "gro", "on");
            with.region.servers.exec("ethtool", "-K", SmallRegion.INSIDE + 0, "gro", "on");
            Patience.await(() -> {
                echoed(socket);
                return with.measure.total(Counter.OFFLOADED_PACKETS) > 0;
            });
        }
    }

    @Test
    void in_traffic_control_frames_pass_uncut_whose_checksums_are_unfinished() throws IOException {
        DirectorBed with = bed(Attachment.TC);
        sendUncut(with.region.client, SmallRegion.OUTSIDE);
        sendUncut(with.region.servers, SmallRegion.INSIDE);
        String line = "x".repeat(LONG_LINE);
        try (Socket socket = with.connect(Written.VIRTUAL)) {
            assertThat(DirectorBed.readLine(socket)).isEqualTo("10.91.2.2");
            assertThat(DirectorBed.echo(socket, line)).isEqualTo(line);
            Patience.await(() -> with.measure.total(Counter.OFFLOADED_SESSIONS) == 1);
            long byWorkers = framesIn(with);
            long came = received(with);

            for (int i = 0; i < LONG_LINES; i++) {
                assertThat(DirectorBed.echo(socket, line)).isEqualTo(line);
            }

            long least = 2L * LONG_LINES * LONG_LINE / MTU;
            Patience.await(() -> with.measure.total(Counter.OFFLOADED_PACKETS) > least);
            assertThat(framesIn(with) - byWorkers).isLessThan(least / 2);
            assertThat(received(with) - came).isLessThan(least);
        }
    }

    private static void echoed(Socket socket) {
        try {
            assertThat(DirectorBed.echo(socket, "again")).isEqualTo("again");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void sendUncut(NetworkSpace space, String port) {
        space.exec("ethtool", "-K", port + 0, "tx", "on", "tso", "on", "gso", "on");
    }

    private static long framesIn(DirectorBed bed) {
        return bed.measure.total(Counter.PORT_FRAMES_IN, SmallRegion.OUTSIDE)
                + bed.measure.total(Counter.PORT_FRAMES_IN, SmallRegion.INSIDE);
    }

    /** How many frames came to the client's port, as the kernel counts them. */
    private static long received(DirectorBed bed) {
        return bed.region
                .director
                .exec("cat", "/proc/net/dev")
                .lines()
                .map(line -> line.strip().split("[: ]+"))
                .filter(words -> words[0].equals(SmallRegion.OUTSIDE))
                .mapToLong(words -> Long.parseLong(words[2]))
                .sum();
    }
}
