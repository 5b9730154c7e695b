package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.measure.Counter;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a director has counted of packets that its kernel forwards is what the kernels of both ends
 * have, to the packet and the byte.
 */
@Timeout(180)
class CountedFlowsTest {
    private static final int SESSIONS = 256;
    private static final int BURSTS = 40;
    private static final int BURST = 16;
    private static final int LINES = 200;
    private static final int LOST_MS = 300;
    private static final List<String> NAMES = List.of("echo-TCP", "echo-UDP");

    @TempDir Path folder;

    private DirectorBed bed;
    private DatagramSocket socket;
    private final Written written =
            new Written()
                    .servers("10.91.2.2", "10.91.2.3")
                    .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT)
                    .listener(Written.VIRTUAL, Protocol.UDP, Forwarding.FULLNAT);

    @BeforeEach
    void begin() throws IOException {
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed(),
                "Not run: making network namespaces needs root (CAP_SYS_ADMIN, CAP_NET_ADMIN).");
        bed = new DirectorBed(folder, 1, written, "offcnt", SESSIONS);
        bed.region.takeRedirected();
        socket = bed.region.client.call(() -> new DatagramSocket());
        socket.setSoTimeout(LOST_MS);
        for (String server : SmallRegion.SERVERS) {
            bed.apply(written.servers(server).config());
            assertThat(bed.ask("hello")).startsWith(server);
        }
    }

    @AfterEach
    void end() {
        if (socket != null) {
            socket.close();
        }
        if (bed != null) {
            bed.close();
        }
    }

    @Test
    void bursts_and_connections_count_to_the_packet_also_those_that_end() throws IOException {
        var before = new Counts();
        while (bed.measure.total(Counter.OFFLOADED_SESSIONS) == 0) {
            burst();
        }
        for (int i = 0; i < BURSTS; i++) {
            burst();
        }
        try (Socket connection = bed.connect(Written.VIRTUAL)) {
            DirectorBed.readLine(connection);
            for (int i = 0; i < LINES; i++) {
                assertThat(DirectorBed.echo(connection, "line " + i)).isEqualTo("line " + i);
            }
        }
        Patience.await(() -> bed.measure.total(Counter.LISTENER_ACTIVE, "web", "echo-TCP") == 0);

        agreeSince(before);
        assertThat(bed.measure.total(Counter.OFFLOADED_PACKETS)).isGreaterThan(BURSTS * BURST / 2);
    }

    @Test
    void sessions_that_are_revoked_in_the_middle_count_to_the_packet() throws IOException {
        var before = new Counts();
        long revoked = bed.measure.total(Counter.SESSIONS_OFFLOADED);
        for (int i = 0; i < 6; i++) {
            burst();
            String server = SmallRegion.SERVERS.get(i % 2);
            long installed = bed.measure.total(Counter.SESSIONS_OFFLOADED);
            var changed =
                    CompletableFuture.runAsync(
                            () -> bed.apply(written.servers(server).config()));
            while (!changed.isDone()) {
                burst();
            }
            changed.join();
            while (bed.measure.total(Counter.SESSIONS_OFFLOADED) == installed) {
                burst();
            }
        }

        agreeSince(before);
        assertThat(bed.measure.total(Counter.SESSIONS_OFFLOADED) - revoked).isGreaterThan(3);
    }

    /** Some datagrams at once, and what is answered to them. */
    private void burst() throws IOException {
        var to = new InetSocketAddress(SmallRegion.literal(Written.VIRTUAL), Written.PORT);
        for (int i = 0; i < BURST; i++) {
            byte[] bytes = new byte[20 + i];
            Arrays.fill(bytes, (byte) 'x');
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        }
        var answer = new DatagramPacket(new byte[2000], 2000);
        try {
            for (int i = 0; i < BURST; i++) {
                socket.receive(answer);
            }
        } catch (SocketTimeoutException _) {
            // What was lost at a socket or at a change of server was counted by both ends all the
            // same.
        }
    }

    /** Looks until what is on its way has come, and all is harvested. */
    private void agreeSince(Counts before) {
        Patience.await(() -> new Counts().isAgreed(before));
        var now = new Counts();
        assertThat(now.bytesIn - before.bytesIn)
                .isEqualTo(now.clientOut - before.clientOut)
                .isEqualTo(now.serversIn - before.serversIn);
        assertThat(now.bytesOut - before.bytesOut).isEqualTo(now.clientIn - before.clientIn);
    }

    /** What has been counted so far: of IPv4 packets and their bytes, by all three. */
    private final class Counts {
        final long bytesIn = total(Counter.LISTENER_BYTES_IN);
        final long bytesOut = total(Counter.LISTENER_BYTES_OUT);
        final long clientOut = octets(bed.region.client, "OutOctets");
        final long clientIn = octets(bed.region.client, "InOctets");
        final long serversIn = octets(bed.region.servers, "InOctets");

        boolean isAgreed(Counts before) {
            return bytesIn - before.bytesIn == clientOut - before.clientOut
                    && bytesIn - before.bytesIn == serversIn - before.serversIn
                    && bytesOut - before.bytesOut == clientIn - before.clientIn;
        }

        private long total(Counter counter) {
            return NAMES.stream().mapToLong(name -> bed.measure.total(counter, "web", name)).sum();
        }
    }

    /** Of a namespace's kernel. */
    private static long octets(NetworkSpace space, String name) {
        List<String> lines =
                space
                        .call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/netstat")))
                        .stream()
                        .filter(line -> line.startsWith("IpExt:"))
                        .toList();
        int column = List.of(lines.getFirst().split(" ")).indexOf(name);
        return Long.parseLong(lines.getLast().split(" ")[column]);
    }
}
