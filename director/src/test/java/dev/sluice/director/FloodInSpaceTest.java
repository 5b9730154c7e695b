package dev.sluice.director;

import static dev.sluice.director.DirectorBed.echo;
import static dev.sluice.director.DirectorBed.readLine;
import static dev.sluice.director.DirectorBed.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.SynProxyMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SYNs from forged addresses, as many as the kernel sends, at a listener whose {@code synProxy} is
 * {@code auto}: real clients go on, and new ones come in.
 */
@Timeout(240)
class FloodInSpaceTest {
    private static final String WORD = "flood";
    private static final int ESTABLISHED = 8;
    private static final int NEW_CLIENTS = 10;
    private static final int RECORDS = 10;
    private static final long SYNS = 500_000;

    /** What is no heap may grow by so much: less than a session for each SYN of either flood. */
    private static final long GROWTH_BYTES = 60L << 20;

    private static final long PAGE_BYTES = 4096;
    private static final long SEED = System.nanoTime();

    @TempDir Path folder;

    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void a_flood_harms_no_connection_and_keeps_no_client_out() throws IOException {
        run(3_000_000_000L);
    }

    /** A minute of it. */
    @Test
    @Tag("nightly")
    void a_long_flood_harms_no_connection_and_keeps_no_client_out() throws IOException {
        run(60_000_000_000L);
    }

    private void run(long forNs) throws IOException {
        Written written =
                new Written(WORD)
                        .servers("10.91.2.2", "10.91.2.3")
                        .synProxy(SynProxyMode.AUTO)
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);
        try (var bed = new DirectorBed(folder, 2, written, WORD);
                var flood = new SynFlood(bed.region, Written.VIRTUAL, SEED)) {
            List<CompletableFuture<Integer>> established = establish(bed);
            long endNs = System.nanoTime() + forNs;
            var sending = inThread(() -> sendUntilOver(flood));
            try {
                Patience.await(() -> bed.cookies() > 0);
                long beforeBytes = residentBytes();
                int came = 0;
                while (came < NEW_CLIENTS || flood.sent() < SYNS || System.nanoTime() - endNs < 0) {
                    comeIn(bed);
                    came++;
                }
                assertThat(bed.cookiesHeld()).isPositive();
                assertThat(bed.sessions())
                        .hasSizeLessThan(DirectorBed.HALF_OPEN + ESTABLISHED + came);
                assertThat(bed.measure.prometheusText())
                        .containsPattern("sluice_xdp_frames_lost_total\\{.*ring_full\"} \\d+");
                assertThat(residentBytes() - beforeBytes).isLessThan(heapBytes() + GROWTH_BYTES);
            } finally {
                over.set(true);
                sending.join();
            }
            assertThat(established)
                    .allSatisfy(one -> assertThat(one.join()).isGreaterThanOrEqualTo(RECORDS));
            bed.stop();
            assertThat(bed.measure.prometheusText())
                    .as("nobody reads of sockets that are closed")
                    .doesNotContain("sluice_xdp_frames_lost_total{");
        }
    }

    /**
     * A new client, which speaks first: when the flood takes the last word of its handshake, what
     * it says next brings the cookie once more. One that only listened would wait in vain.
     */
    private static void comeIn(DirectorBed bed) throws IOException {
        try (Socket socket = bed.connect(Written.VIRTUAL)) {
            write(socket, "hello\n".getBytes(StandardCharsets.UTF_8));
            assertThat(readLine(socket)).as("seed %d", SEED).startsWith("10.91.2.");
            assertThat(readLine(socket)).as("seed %d", SEED).isEqualTo("hello");
        }
    }

    private int sendUntilOver(SynFlood flood) {
        flood.sendUntil(over::get);
        return 0;
    }

    /** Connections that carry numbered records, at least some, until the flood is over. */
    private List<CompletableFuture<Integer>> establish(DirectorBed bed) throws IOException {
        var all = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < ESTABLISHED; i++) {
            Socket socket = bed.connect(Written.VIRTUAL);
            assertThat(readLine(socket)).startsWith("10.91.2.");
            all.add(inThread(() -> carry(socket)));
        }
        return all;
    }

    private int carry(Socket socket) throws IOException {
        try (socket) {
            int records = 0;
            while (!over.get() || records < RECORDS) {
                String record = "record " + records;
                assertThat(echo(socket, record)).isEqualTo(record);
                records++;
            }
            return records;
        }
    }

    private interface Counting {
        int count() throws IOException;
    }

    private static CompletableFuture<Integer> inThread(Counting counting) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return counting.count();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                body -> Thread.ofPlatform().daemon().start(body));
    }

    /** What the process has of the machine's memory. */
    private static long residentBytes() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
        return Long.parseLong(pages[1]) * PAGE_BYTES;
    }

    /** So much may have been touched for the first time meanwhile. */
    private static long heapBytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
}
