package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.own.speak.Ownership;
import dev.sluice.director.own.speak.VrrpSpeaker;
import dev.sluice.director.own.vrrp.ChecksumReading;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.director.table.Address;
import dev.sluice.measure.Measure;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.unit.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
            VrrpSpeaker other = bed.region.client.call(ElectedDirectorTest::other);
            try {
                other.use(List.of(higher()));
                assertThat(comesTo(bed, false)).as("not served by a backup").isTrue();
            } finally {
                other.close();
            }
            assertThat(comesTo(bed, true)).as("served after the other left").isTrue();
        }
    }

    private static VrrpSpeaker other() {
        return VrrpSpeaker.start(
                new Ownership() {
                    @Override
                    public void owned(Set<Address> addresses, Set<Network> networks) {}

                    @Override
                    public void resync() {}
                },
                () -> true,
                new Measure(),
                failure -> {
                    throw new AssertionError(failure);
                });
    }

    private static VirtualRouterSettings higher() {
        return new VirtualRouterSettings(
                SmallRegion.OUTSIDE + 0,
                10,
                3,
                200,
                200,
                true,
                0,
                "",
                address("10.91.1.2"),
                List.of(),
                List.of(),
                ChecksumReading.WITH_PSEUDO_HEADER,
                List.of(address(Written.VIRTUAL)));
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

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
