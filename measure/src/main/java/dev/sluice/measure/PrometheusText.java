package dev.sluice.measure;

import java.util.List;

/** Writes metrics in Prometheus' text format, version 0.0.4. */
final class PrometheusText {
    private final StringBuilder text = new StringBuilder();

    void metric(String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void value(String name, Labels labels, long value) {
        head(name, labels.text());
        text.append(value).append('\n');
    }

    /** Buckets are cumulative, as the format wants them; bounds in seconds. */
    void histogram(String name, Labels labels, List<Histogram> parts) {
        long count = 0;
        long sumUs = 0;
        for (int bucket = 0; bucket < Histogram.buckets(); bucket++) {
            for (Histogram part : parts) {
                count += part.count(bucket);
            }
            head(name + "_bucket", labels.text() + ",le=\"" + bound(bucket) + "\"");
            text.append(count).append('\n');
        }
        for (Histogram part : parts) {
            sumUs += part.sumUs();
        }
        head(name + "_sum", labels.text());
        text.append(sumUs / 1e6).append('\n');
        head(name + "_count", labels.text());
        text.append(count).append('\n');
    }

    private static String bound(int bucket) {
        long boundUs = Histogram.boundUs(bucket);
        return boundUs == Long.MAX_VALUE ? "+Inf" : Double.toString(boundUs / 1e6);
    }

    private void head(String name, String labels) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
