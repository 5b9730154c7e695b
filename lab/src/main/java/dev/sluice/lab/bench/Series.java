package dev.sluice.lab.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * All runs of one load against one subject.
 *
 * @param failure why the runs do not count, if so
 */
record Series(String subject, List<Sample> samples, Optional<String> failure) {

    boolean failed() {
        return failure.isPresent();
    }

    double perSecond() {
        return median(Sample::perSecond);
    }

    double cpuUsEach() {
        return median(Sample::cpuUsEach);
    }

    double p50Us() {
        return median(sample -> sample.report().p50Us());
    }

    double p99Us() {
        return median(sample -> sample.report().p99Us());
    }

    double busy() {
        return median(Sample::busy);
    }

    double lowestCpuUsEach() {
        return samples.stream().mapToDouble(Sample::cpuUsEach).min().orElse(Double.NaN);
    }

    double highestCpuUsEach() {
        return samples.stream().mapToDouble(Sample::cpuUsEach).max().orElse(Double.NaN);
    }

    /** The middle value; of an even number of runs, the mean of the two in the middle. */
    private double median(ToDoubleFunction<Sample> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        if (failed() || sorted.length == 0 || Arrays.stream(sorted).anyMatch(Double::isNaN)) {
            return Double.NaN;
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
