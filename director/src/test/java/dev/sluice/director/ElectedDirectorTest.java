package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A director that shares its address with another; the other is at the client's end. */
@Timeout(180)
class ElectedDirectorTest {
    private static final int ATTEMPT_MS = 1_000;
    private static final long DEADLINE_NS = 60_000_000_000L;

    @TempDir Path folder;

    @Test
    void an_address_is_served_only_while_its_director_is_master() throws IOException {
        Written written =
                new Written()
                        .elected(100, Written.VIRTUAL)
                        .servers("10.91.2.2")
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);
        try (var bed = new DirectorBed(folder, 1, written)) {
            assertThat(comesTo(bed, true)).as("served by the only director").isTrue();
            assertThat(bed.dump())
                    .containsPattern(
                            "10 outside ipv4 +master +priority 100 .* no master was heard");
            try (var other = new OtherSpeaker(bed.region, 200)) {
                assertThat(other).isNotNull();
                assertThat(comesTo(bed, false)).as("not served by a backup").isTrue();
            }
            assertThat(comesTo(bed, true)).as("served after the other left").isTrue();
        }
    }

    @Test
    void a_virtual_mac_is_answered_and_taken_by_the_master_alone() throws IOException {
        Written written =
                new Written()
                        .elected(100, true, Written.VIRTUAL)
                        .servers("10.91.2.2")
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);
        try (var bed = new DirectorBed(folder, 1, written, "vmc")) {
            // Found in its own network, not behind the director's own address.
            String link = SmallRegion.OUTSIDE + 0;
            bed.region.client.exec("ip", "route", "add", Written.VIRTUAL, "dev", link);
            assertThat(comesTo(bed, true)).as("served by the only director").isTrue();
            String known = bed.region.client.exec("ip", "neigh", "show", Written.VIRTUAL);
            assertThat(known).contains("00:00:5e:00:01:0a");
            try (var other = new OtherSpeaker(bed.region, 200)) {
                assertThat(other).isNotNull();
                assertThat(comesTo(bed, false)).as("not served by a backup").isTrue();
            }
            assertThat(comesTo(bed, true)).as("served after the other left").isTrue();
        }
    }

    @Test
    void who_is_drained_gives_its_address_up_and_forwards_what_still_comes() throws IOException {
        Written written =
                new Written()
                        .elected(100, Written.VIRTUAL)
                        .servers("10.91.2.2")
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);
        try (var bed = new DirectorBed(folder, 1, written, "drn");
                var other = new OtherSpeaker(bed.region, 50)) {
            assertThat(other).isNotNull();
            assertThat(comesTo(bed, true)).as("served by the master").isTrue();
            assertThat(echoedAfterDrain(bed)).isEqualTo("hello");
            assertThat(bed.dump()).containsPattern("stopped .*it was drained").contains("drained");
            assertThat(comesTo(bed, false)).as("not served in the end").isTrue();

            assertThat(bed.inspect("drain undo")).containsExactly("takes part again", "done");
            assertThat(comesTo(bed, true)).as("served again").isTrue();
        }
    }

    @Test
    void an_address_that_nobody_else_takes_is_not_given_up() throws IOException {
        Written written =
                new Written()
                        .elected(100, Written.VIRTUAL)
                        .servers("10.91.2.2")
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);
        try (var bed = new DirectorBed(folder, 1, written, "drn")) {
            assertThat(comesTo(bed, true)).as("served by the only director").isTrue();

            assertThat(bed.inspect("drain 10000"))
                    .endsWith(
                            "takes part again",
                            "not drained: nobody else became master of virtual router 10 at"
                                    + " outside (IPv4)",
                            "failed");
            assertThat(comesTo(bed, true)).as("served again").isTrue();
        }
    }

    /** What came back over a connection from before a drain, of what was sent right after it. */
    private static String echoedAfterDrain(DirectorBed bed) throws IOException {
        while (true) {
            assertThat(comesTo(bed, true)).as("served").isTrue();
            try (Socket socket = bed.connect(Written.VIRTUAL)) {
                DirectorBed.readLine(socket);
                List<String> said = bed.inspect("drain 60000");
                if (said.contains("takes part again")) {
                    continue; // The other was not given its turn by the machine.
                }
                assertThat(said)
                        .anyMatch(line -> line.startsWith("virtual router 10 at outside (IPv4) is"))
                        .anyMatch(line -> line.matches("sessions: .* not shared.*"))
                        .endsWith("failed");
                socket.setSoTimeout(ATTEMPT_MS);
                return DirectorBed.echo(socket, "hello");
            } catch (SocketTimeoutException _) {
                // A machine that took seconds to come here is too late: what still came is over.
                bed.inspect("drain undo");
            }
        }
    }

    private static boolean comesTo(DirectorBed bed, boolean served) throws IOException {
        long end = System.nanoTime() + DEADLINE_NS;
        boolean now = isServed(bed);
        while (now != served && System.nanoTime() - end < 0) {
            now = isServed(bed);
        }
        return now == served;
    }

    private static boolean isServed(DirectorBed bed) throws IOException {
        var to = new InetSocketAddress(SmallRegion.literal(Written.VIRTUAL), Written.PORT);
        return bed.region.client.call(() -> {
            try (var socket = new Socket()) {
                socket.connect(to, ATTEMPT_MS);
                return true;
            } catch (SocketTimeoutException | SocketException _) {
                return false;
            }
        });
    }
}
