package dev.sluice.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * All that a process counts. Rows are handed out one per thing and writing thread; what is read is
 * the sum of a thing's rows. Handing out and reading take a lock; counting does not.
 */
public final class Measure {
    private final Map<Scope, TreeMap<Labels, List<CounterRow>>> rows = new EnumMap<>(Scope.class);
    private final Map<Latency, TreeMap<Labels, List<Histogram>>> histograms =
            new EnumMap<>(Latency.class);
    private final TreeMap<String, Shown> shown = new TreeMap<>();

    /**
     * A new row for one thing, to be written by one thread. The values are the scope's labels in
     * order.
     */
    public synchronized CounterRow row(Scope scope, String... labelValues) {
        var row = new CounterRow();
        rowsOf(scope)
                .computeIfAbsent(Labels.of(scope.labels(), labelValues), _ -> new ArrayList<>())
                .add(row);
        return row;
    }

    /** A new histogram for one listener, to be written by one thread. */
    public synchronized Histogram histogram(Latency latency, String loadBalancer, String listener) {
        var histogram = new Histogram();
        var labels = Labels.of(Scope.LISTENER.labels(), loadBalancer, listener);
        histogramsOf(latency).computeIfAbsent(labels, _ -> new ArrayList<>()).add(histogram);
        return histogram;
    }

    /** The sum over a thing's rows; 0 for a thing never counted. */
    public synchronized long total(Counter counter, String... labelValues) {
        var labels = Labels.of(counter.scope().labels(), labelValues);
        return sum(rowsOf(counter.scope()).getOrDefault(labels, List.of()), counter);
    }

    /** Forgets a thing that is gone, so that a long life of changes leaves no trace in memory. */
    public synchronized void forget(Scope scope, String... labelValues) {
        var labels = Labels.of(scope.labels(), labelValues);
        rowsOf(scope).remove(labels);
        if (scope == Scope.LISTENER) {
            histograms.values().forEach(all -> all.remove(labels));
        }
    }

    /**
     * Adds a value that is read when asked for.
     *
     * @param metric a Prometheus name
     * @param labels name, value, name, value…
     */
    public void gauge(String metric, String help, LongSupplier value, String... labels) {
        show("gauge", metric, help, value, labels);
    }

    /** The same for one that only grows. Its name ends with {@code _total}, as all such do. */
    public void counter(String metric, String help, LongSupplier value, String... labels) {
        show("counter", metric, help, value, labels);
    }

    private synchronized void show(
            String type, String metric, String help, LongSupplier value, String... labels) {
        if (type.equals("counter") != metric.endsWith("_total")) {
            throw new IllegalArgumentException(metric + " is not the name of a " + type);
        }
        shown.computeIfAbsent(metric, _ -> new Shown(type, help, new TreeMap<>()))
                .values()
                .put(Labels.ofPairs(labels), value);
    }

    /** Takes the value of these labels away again that was read when asked for. */
    public synchronized void remove(String metric, String... labels) {
        var one = shown.get(metric);
        if (one != null) {
            one.values().remove(Labels.ofPairs(labels));
        }
    }

    /** Everything as Prometheus text, format 0.0.4. */
    public synchronized String prometheusText() {
        var text = new PrometheusText();
        for (Counter counter : Counter.values()) {
            text.metric(counter.metric(), counter.help(), counter.gauge() ? "gauge" : "counter");
            rowsOf(counter.scope())
                    .forEach((labels, list) ->
                            text.value(counter.metric(), labels, sum(list, counter)));
        }
        for (Latency latency : Latency.values()) {
            text.metric(latency.metric(), latency.help(), "histogram");
            histogramsOf(latency)
                    .forEach((labels, list) -> text.histogram(latency.metric(), labels, list));
        }
        shown.forEach((metric, one) -> {
            text.metric(metric, one.help(), one.type());
            one.values().forEach((labels, value) -> text.value(metric, labels, value.getAsLong()));
        });
        return text.toString();
    }

    private Map<Labels, List<CounterRow>> rowsOf(Scope scope) {
        return rows.computeIfAbsent(scope, _ -> new TreeMap<>());
    }

    private Map<Labels, List<Histogram>> histogramsOf(Latency latency) {
        return histograms.computeIfAbsent(latency, _ -> new TreeMap<>());
    }

    private static long sum(List<CounterRow> rows, Counter counter) {
        long sum = 0;
        for (CounterRow row : rows) {
            sum += row.value(counter);
        }
        return sum;
    }

    /** What is read when asked for. */
    private record Shown(String type, String help, TreeMap<Labels, LongSupplier> values) {}
}
