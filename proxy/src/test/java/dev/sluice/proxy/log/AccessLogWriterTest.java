package dev.sluice.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogWriterTest {
    @TempDir private Path directory;

    private static void write(AccessLogBuffer buffer, String uri, long nowNs) {
        AccessEntry entry = buffer.entry();
        entry.requestUri.set(uri.getBytes(StandardCharsets.US_ASCII));
        buffer.write(nowNs);
    }

    private static List<String> uris(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> StrictJson.parse(line).get("request_uri"))
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void lines_of_all_loops_are_in_the_file_when_it_is_closed() throws IOException {
        Path file = directory.resolve("access.log");
        Files.writeString(file, "{\"request_uri\":\"/before\"}\n");
        try (AccessLogWriter writer = new AccessLogWriter(file)) {
            AccessLogBuffer one = writer.buffer();
            AccessLogBuffer two = writer.buffer();
            for (int i = 0; i < 5000; i++) {
                write(one, "/one" + i, 0);
                write(two, "/two" + i, 0);
            }
            one.flush();
            two.flush();
        }

        List<String> uris = uris(file);
        assertThat(uris).hasSize(10_001).startsWith("/before").doesNotHaveDuplicates();
        assertThat(uris.stream().filter(uri -> uri != null && uri.startsWith("/one")))
                .hasSize(5000)
                .startsWith("/one0", "/one1")
                .endsWith("/one4999");
    }

    @Test
    void a_line_is_handed_over_when_it_is_200_ms_old() throws IOException {
        Path file = directory.resolve("access.log");
        try (AccessLogWriter writer = new AccessLogWriter(file)) {
            AccessLogBuffer buffer = writer.buffer();
            write(buffer, "/a", 1_000);
            buffer.sweep(199_000_000);
            assertThat(size(file)).isZero();

            buffer.sweep(200_001_000);

            await(() -> size(file) > 0);
        }
        assertThat(uris(file)).containsExactly("/a");
    }

    @Test
    void a_renamed_file_is_left_and_a_new_one_begun() throws IOException {
        Path file = directory.resolve("access.log");
        Path rotated = directory.resolve("access.log.1");
        try (AccessLogWriter writer = new AccessLogWriter(file)) {
            AccessLogBuffer buffer = writer.buffer();
            write(buffer, "/old", 0);
            buffer.flush();
            await(() -> size(file) > 0);

            Files.move(file, rotated);
            await(() -> Files.exists(file));

            write(buffer, "/new", 0);
            buffer.flush();
        }
        assertThat(uris(rotated)).containsExactly("/old");
        assertThat(uris(file)).containsExactly("/new");
    }

    @Test
    void a_file_replaced_by_another_is_followed() throws IOException {
        Path file = directory.resolve("access.log");
        try (AccessLogWriter writer = new AccessLogWriter(file)) {
            AccessLogBuffer buffer = writer.buffer();
            Files.delete(file);
            Path other = directory.resolve("other");
            Files.writeString(other, "{\"request_uri\":\"/theirs\"}\n");
            long begun = size(other);
            Files.move(other, file);

            await(() -> {
                write(buffer, "/ours", 0);
                buffer.flush();
                return size(file) > begun;
            });
            assertThat(writer.droppedLines()).isZero();
        }
        assertThat(uris(file)).startsWith("/theirs", "/ours");
    }

    @Test
    void a_file_that_cannot_be_opened_is_named_with_a_remedy() {
        Path file = directory.resolve("missing").resolve("access.log");

        assertThatThrownBy(() -> new AccessLogWriter(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("make its directory");
    }

    /** A disk that does not come back until it is told to. */
    private static final class StuckFile extends LogFile {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        StuckFile(Path path) {
            super(path);
        }

        @Override
        void write(byte[] bytes, int length) throws IOException {
            inside.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            super.write(bytes, length);
        }
    }

    @Test
    void lines_are_dropped_and_counted_while_the_disk_is_stuck() throws Exception {
        Path file = directory.resolve("access.log");
        StuckFile stuck = new StuckFile(file);
        int written = 20_000;
        int[] more = {0};
        long dropped;
        try (AccessLogWriter writer = new AccessLogWriter(stuck, 2)) {
            AccessLogBuffer buffer = writer.buffer();
            write(buffer, "/0", 0);
            buffer.flush();
            stuck.inside.await();

            for (int i = 1; i < written; i++) {
                write(buffer, "/" + i, 0);
            }

            assertThat(writer.droppedLines()).isPositive();
            buffer.flush();
            stuck.goOn.countDown();
            await(() -> {
                long before = writer.droppedLines();
                write(buffer, "/last", 0);
                more[0]++;
                return writer.droppedLines() == before;
            });
            buffer.flush();
            dropped = writer.droppedLines();
        }

        assertThat(uris(file)).hasSize((int) (written + more[0] - dropped)).endsWith("/last");
    }

    /** A disk that is full until it is not. */
    private static final class FullFile extends LogFile {
        volatile boolean full = true;

        FullFile(Path path) {
            super(path);
        }

        @Override
        void write(byte[] bytes, int length) throws IOException {
            if (full) {
                throw new IOException("no space left");
            }
            super.write(bytes, length);
        }
    }

    @Test
    void a_full_disk_costs_lines_but_not_the_log() throws IOException {
        Path file = directory.resolve("access.log");
        FullFile disk = new FullFile(file);
        try (AccessLogWriter writer = new AccessLogWriter(disk, 4)) {
            AccessLogBuffer buffer = writer.buffer();
            write(buffer, "/lost", 0);
            write(buffer, "/lost", 0);
            buffer.flush();
            await(() -> writer.droppedLines() == 2);

            disk.full = false;
            write(buffer, "/kept", 0);
            buffer.flush();
        }
        assertThat(uris(file)).containsExactly("/kept");
    }
}
