package dev.sluice.lab.load;

/**
 * What a load generator saw in one run.
 *
 * @param requests answers that were complete and right
 * @param failures answers that were wrong, and sockets that failed
 * @param durationSeconds how long it measured
 * @param p50Us median latency, microseconds; NaN where the generator has none
 * @param p99Us latency that one request in a hundred exceeds, microseconds; NaN where there is none
 */
public record LoadReport(
        long requests, long failures, double durationSeconds, double p50Us, double p99Us) {}
