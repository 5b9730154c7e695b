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
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
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

    private static final String BYTES_IN = "bytes in";
    private static final String BYTES_OUT = "bytes out";
    private static final String PACKETS_IN = "packets in";
    private static final String PACKETS_OUT = "packets out";
    private static final String CLIENT_OUT = "bytes from the client";
    private static final String CLIENT_IN = "bytes to the client";
    private static final String SERVERS_IN = "bytes to servers";
    private static final String CLIENT_SENT = "datagrams from the client";
    private static final String CLIENT_GOT = "datagrams to the client";
    private static final String SERVERS_GOT = "datagrams to servers";

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
        Map<String, Long> before = counts(Map.of());
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

        await(
                before,
                now ->
                        same(now, BYTES_IN, CLIENT_OUT)
                                && same(now, BYTES_IN, SERVERS_IN)
                                && same(now, BYTES_OUT, CLIENT_IN)
                                && same(now, PACKETS_IN, CLIENT_SENT)
                                && same(now, PACKETS_OUT, CLIENT_GOT));
        Patience.await(() -> bed.measure.total(Counter.OFFLOADED_PACKETS) > BURSTS * BURST / 2);
    }

    @Test
    void sessions_that_are_revoked_in_the_middle_count_to_the_packet() throws IOException {
        Map<String, Long> before = counts(Map.of());
        long revoked = bed.measure.total(Counter.SESSIONS_OFFLOADED);
        for (int i = 0; i < 6; i++) {
            burst();
            String server = SmallRegion.SERVERS.get(i % 2);
            long installed = bed.measure.total(Counter.SESSIONS_OFFLOADED);
            var changed =
                    CompletableFuture.runAsync(() -> bed.apply(written.servers(server).config()));
            while (!changed.isDone()) {
                burst();
            }
            changed.join();
            while (bed.measure.total(Counter.SESSIONS_OFFLOADED) == installed) {
                burst();
            }
        }

        await(
                before,
                now -> same(now, PACKETS_IN, SERVERS_GOT) && same(now, PACKETS_OUT, CLIENT_GOT));
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
    private void await(Map<String, Long> before, Predicate<Map<String, Long>> agree) {
        try {
            Patience.await(() -> agree.test(counts(before)));
        } catch (AssertionError e) {
            throw new AssertionError(counts(before).toString(), e);
        }
    }

    private static boolean same(Map<String, Long> counts, String one, String other) {
        return Objects.equals(counts.get(one), counts.get(other));
    }

    /** What all three have counted since a time, or so far. */
    private Map<String, Long> counts(Map<String, Long> before) {
        NetworkSpace client = bed.region.client;
        NetworkSpace servers = bed.region.servers;
        var now = new TreeMap<String, Long>();
        now.put(BYTES_IN, total(Counter.LISTENER_BYTES_IN));
        now.put(BYTES_OUT, total(Counter.LISTENER_BYTES_OUT));
        now.put(PACKETS_IN, total(Counter.LISTENER_PACKETS_IN));
        now.put(PACKETS_OUT, total(Counter.LISTENER_PACKETS_OUT));
        now.put(CLIENT_OUT, count(client, "netstat", "IpExt:", "OutOctets"));
        now.put(CLIENT_IN, count(client, "netstat", "IpExt:", "InOctets"));
        now.put(SERVERS_IN, count(servers, "netstat", "IpExt:", "InOctets"));
        now.put(CLIENT_SENT, count(client, "snmp", "Udp:", "OutDatagrams"));
        now.put(CLIENT_GOT, count(client, "snmp", "Udp:", "InDatagrams"));
        now.put(SERVERS_GOT, count(servers, "snmp", "Udp:", "InDatagrams"));
        before.forEach((name, count) -> now.merge(name, -count, Long::sum));
        return now;
    }

    private long total(Counter counter) {
        return NAMES.stream().mapToLong(name -> bed.measure.total(counter, "web", name)).sum();
    }

    /** Of a namespace's kernel. */
    private static long count(NetworkSpace space, String file, String kind, String name) {
        Path path = Path.of("/proc/thread-self/net", file);
        List<String> lines =
                space.call(() -> Files.readAllLines(path)).stream()
                        .filter(line -> line.startsWith(kind))
                        .toList();
        int column = List.of(lines.getFirst().split(" ")).indexOf(name);
        return Long.parseLong(lines.getLast().split(" ")[column]);
    }
}
