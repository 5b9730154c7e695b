package dev.sluice.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasureTest {
    private final Measure measure = new Measure();

    @Test
    void a_thing_counts_the_sum_of_its_rows() {
        var one = measure.row(Scope.LISTENER, "lb", "web");
        var two = measure.row(Scope.LISTENER, "lb", "web");
        one.increment(Counter.LISTENER_REQUESTS);
        two.add(Counter.LISTENER_REQUESTS, 4);
        one.add(Counter.LISTENER_ACTIVE, 3);
        two.add(Counter.LISTENER_ACTIVE, -1);

        assertThat(measure.total(Counter.LISTENER_REQUESTS, "lb", "web")).isEqualTo(5);
        assertThat(measure.total(Counter.LISTENER_ACTIVE, "lb", "web")).isEqualTo(2);
        assertThat(measure.total(Counter.LISTENER_REQUESTS, "lb", "other")).isZero();
        assertThat(one.value(Counter.LISTENER_REQUESTS)).isEqualTo(1);
    }

    @Test
    void rows_of_several_threads_lose_nothing() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            var row = measure.row(Scope.SERVER, "g", "s");
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int n = 0; n < 100_000; n++) {
                                    row.increment(Counter.SERVER_REQUESTS);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(measure.total(Counter.SERVER_REQUESTS, "g", "s")).isEqualTo(400_000);
    }

    @Test
    void labels_are_as_many_as_the_scope_says() {
        assertThatThrownBy(() -> measure.row(Scope.LISTENER, "lb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("labels [load_balancer, listener] take as many values, not 1");
    }

    @Test
    void the_text_is_valid_and_holds_every_metric_even_unused() {
        var text = Exposition.read(measure.prometheusText());

        assertThat(text.types).hasSize(Counter.values().length + Latency.values().length);
        for (Counter counter : Counter.values()) {
            assertThat(text.types)
                    .containsEntry(counter.metric(), counter.gauge() ? "gauge" : "counter");
        }
        for (Latency latency : Latency.values()) {
            assertThat(text.types).containsEntry(latency.metric(), "histogram");
        }
    }

    @Test
    void hostile_labels_are_escaped() {
        measure.row(Scope.SERVER, "a\"b\\c\nd", "{x=\"1\"} 5\n# HELP")
                .increment(Counter.SERVER_FAILED);

        var text = Exposition.read(measure.prometheusText());

        assertThat(text.samples)
                .containsEntry(
                        "sluice_server_requests_failed_total{group=\"a\\\"b\\\\c\\nd\","
                                + "server=\"{x=\\\"1\\\"} 5\\n# HELP\"}",
                        1.0);
    }

    @Test
    void a_histogram_is_cumulative_and_its_count_is_the_last_bucket() {
        var histogram = measure.histogram(Latency.REQUEST, "lb", "web");
        var other = measure.histogram(Latency.REQUEST, "lb", "web");
        histogram.record(100_000); // 100 µs: the first bound belongs to the first bucket
        histogram.record(101_000);
        histogram.record(3_000_000_000L);
        other.record(120_000_000_000L);

        var samples = Exposition.read(measure.prometheusText()).samples;

        String labels = "{load_balancer=\"lb\",listener=\"web\"";
        String bucket = "sluice_listener_request_seconds_bucket" + labels + ",le=\"";
        assertThat(samples)
                .containsAllEntriesOf(
                        Map.of(
                                bucket + "1.0E-4\"}", 1.0,
                                bucket + "2.5E-4\"}", 2.0,
                                bucket + "2.5\"}", 2.0,
                                bucket + "5.0\"}", 3.0,
                                bucket + "60.0\"}", 3.0,
                                bucket + "+Inf\"}", 4.0,
                                "sluice_listener_request_seconds_count" + labels + "}", 4.0,
                                "sluice_listener_request_seconds_sum" + labels + "}", 123.000201));
        var buckets = samples.entrySet().stream().filter(e -> e.getKey().startsWith(bucket));
        assertThat(buckets.map(Map.Entry::getValue)).isSorted().hasSize(Histogram.buckets());
    }

    @Test
    void a_forgotten_thing_leaves_no_sample() {
        measure.row(Scope.LISTENER, "lb", "web").increment(Counter.LISTENER_REQUESTS);
        measure.histogram(Latency.REQUEST, "lb", "web").record(1);
        measure.row(Scope.LISTENER, "lb", "stays");

        measure.forget(Scope.LISTENER, "lb", "web");

        assertThat(measure.prometheusText()).doesNotContain("\"web\"").contains("\"stays\"");
        assertThat(measure.total(Counter.LISTENER_REQUESTS, "lb", "web")).isZero();
    }

    @Test
    void gauges_are_read_when_asked_and_can_be_taken_away() {
        long[] value = {7};
        measure.gauge("sluice_test", "A test.", () -> value[0], "name", "x");
        measure.gauge("sluice_test", "A test.", () -> -1, "name", "y");
        measure.gauge("sluice_plain", "A gauge without labels.", () -> 3);
        value[0] = 8;

        assertThat(Exposition.read(measure.prometheusText()).samples)
                .containsEntry("sluice_test{name=\"x\"}", 8.0)
                .containsEntry("sluice_test{name=\"y\"}", -1.0)
                .containsEntry("sluice_plain", 3.0);

        measure.remove("sluice_test", "name", "x");
        measure.remove("sluice_unknown");

        assertThat(Exposition.read(measure.prometheusText()).samples)
                .doesNotContainKey("sluice_test{name=\"x\"}")
                .containsKey("sluice_test{name=\"y\"}");
    }

    @Test
    void counters_that_are_read_when_asked_for_are_named_and_shown_as_such() {
        measure.counter("sluice_test_total", "A test.", () -> 9, "name", "x");

        var read = Exposition.read(measure.prometheusText());
        assertThat(read.types).containsEntry("sluice_test_total", "counter");
        assertThat(read.samples).containsEntry("sluice_test_total{name=\"x\"}", 9.0);
        assertThatThrownBy(() -> measure.counter("sluice_test", "A test.", () -> 9))
                .hasMessage("sluice_test is not the name of a counter");
        assertThatThrownBy(() -> measure.gauge("sluice_test_total", "A test.", () -> 9))
                .hasMessage("sluice_test_total is not the name of a gauge");
    }

    /** Dashboards and alerts name these metrics: to change one is to break somebody. */
    @Test
    void metrics_are_those_of_the_golden_list() throws IOException {
        var lines = new ArrayList<String>();
        for (Counter counter : Counter.values()) {
            lines.add(
                    line(
                            counter.metric(),
                            counter.gauge() ? "gauge" : "counter",
                            counter.scope().labels(),
                            counter.help()));
        }
        for (Latency latency : Latency.values()) {
            lines.add(line(latency.metric(), "histogram", Scope.LISTENER.labels(), latency.help()));
        }

        Collections.sort(lines);
        assertThat(lines).doesNotHaveDuplicates().isEqualTo(golden());
    }

    @Test
    void counters_that_only_grow_are_named_so() {
        assertThat(Arrays.stream(Counter.values()).filter(counter -> !counter.gauge()))
                .allSatisfy(counter -> assertThat(counter.metric()).endsWith("_total"));
        assertThat(Arrays.stream(Counter.values()).filter(Counter::gauge))
                .allSatisfy(counter -> assertThat(counter.metric()).doesNotEndWith("_total"));
    }

    private static String line(String metric, String type, List<String> labels, String help) {
        return metric + " " + type + " " + labels + " " + help;
    }

    private static List<String> golden() throws IOException {
        try (InputStream file = MeasureTest.class.getResourceAsStream("/golden/metrics.txt")) {
            if (file == null) {
                throw new AssertionError("golden/metrics.txt is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
