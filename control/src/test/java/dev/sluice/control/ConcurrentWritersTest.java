package dev.sluice.control;

import static dev.sluice.control.AdminClient.size;
import static dev.sluice.control.AdminClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentWritersTest {
    private static final int WRITERS = 8;
    private static final int PUTS = 50;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void eight_writers_of_fifty_entries_each_lose_none() throws Exception {
        try (var bed = new ControlBed(directory);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            bed.client().put("/v1/accessLists/shared", "{\"entries\":[]}");
            List<Callable<Integer>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                writers.add(() -> addEntries(bed.client(), number));
            }
            int refused = 0;
            for (Future<Integer> each : threads.invokeAll(writers)) {
                refused += each.get();
            }

            var shared = bed.client().get("/v1/accessLists/shared");
            assertThat(size(shared, "entries")).isEqualTo(WRITERS * PUTS);
            assertThat(text(shared, "revision")).isEqualTo("" + (1 + WRITERS * PUTS));
            assertThat(refused).as("conflicts that were noticed").isPositive();
            assertThat(bed.plane().catalog().revision()).isEqualTo(1 + WRITERS * PUTS);
            Eventually.holds(
                    "the node has the last revision",
                    () -> bed.node().given().getLast().revision() == 1 + WRITERS * PUTS);
        }
    }

    /** Reads, adds an entry and puts back, again when somebody was faster. */
    private static int addEntries(AdminClient client, int writer) throws Exception {
        int refused = 0;
        for (int i = 0; i < PUTS; ) {
            var read = client.get("/v1/accessLists/shared");
            String entry = "\"10." + writer + "." + i + ".0/24\"";
            String entries = entries(read.body(), entry);
            var put =
                    client.send(
                            "PUT",
                            "/v1/accessLists/shared",
                            "{\"entries\":" + entries + "}",
                            "If-Match",
                            read.headers().firstValue("ETag").orElseThrow());
            if (put.statusCode() == 200) {
                i++;
            } else {
                assertThat(put.statusCode()).as(put.body()).isEqualTo(412);
                refused++;
            }
        }
        return refused;
    }

    private static String entries(String body, String added) {
        int begin = body.indexOf('[');
        int end = body.indexOf(']');
        String before = body.substring(begin + 1, end);
        return "[" + before + (before.isEmpty() ? "" : ",") + added + "]";
    }
}
