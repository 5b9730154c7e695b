package dev.sluice.lab.change;

import dev.sluice.lab.load.Percentiles;
import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Changes in equal parts, one after another, under traffic that must not notice.
 *
 * <p>It needs only a running control plane: load balancer, listeners on free ports of 127.0.0.1 and
 * backends are its own, and gone again at the end.
 *
 * @param admin the admin API, such as {@code http://127.0.0.1:8080}
 * @param token the bearer token
 * @param changes how many, over all sorts
 * @param keepAliveClients clients that keep their connection, every second one with TLS
 * @param newConnectionClients clients that connect for each request, every second one with TLS
 */
public record ChangeStorm(
        URI admin, String token, int changes, int keepAliveClients, int newConnectionClients) {
    private static final Duration VISIBLE_LIMIT = Duration.ofSeconds(10);

    /** Keeps the token out of logs. */
    @Override
    public String toString() {
        return "ChangeStorm of " + changes + " changes at " + admin;
    }

    /**
     * What came of it.
     *
     * @param changes how many were made
     * @param requests how many the clients made meanwhile, messages over WebSocket and TCP included
     * @param failures every failure, in a sentence each; empty when all is well
     * @param visibleAfterUs by sort of change, microseconds from the API's answer to the end of the
     *     first request that met the change
     */
    public record Report(
            int changes,
            long requests,
            List<String> failures,
            SequencedMap<String, List<Long>> visibleAfterUs) {

        /** Over all sorts, milliseconds. */
        public double visibleAfterMs(double percent) {
            List<Long> all = visibleAfterUs.values().stream().flatMap(List::stream).toList();
            return Percentiles.of(all).at(percent) / 1e3;
        }
    }

    /**
     * Makes all changes.
     *
     * @throws LabFailure when the API refuses a change or cannot be reached
     */
    public Report run() throws LabFailure {
        SequencedMap<String, List<Long>> visibleAfterUs = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        try (AdminApi api = new AdminApi(admin, token);
                Stage stage = Stage.set(api)) {
            List<Change> sorts = Changes.on(stage);
            Traffic traffic = Traffic.start(stage, keepAliveClients, newConnectionClients);
            try (traffic) {
                for (int number = 0; number < changes; number++) {
                    Change change = sorts.get(number % sorts.size());
                    List<Long> times =
                            visibleAfterUs.computeIfAbsent(
                                    change.name(), name -> new ArrayList<>());
                    make(change, number / sorts.size(), times, failures);
                }
            }
            failures.addAll(traffic.failures());
            return new Report(changes, traffic.requests(), List.copyOf(failures), visibleAfterUs);
        }
    }

    private static void make(Change change, int round, List<Long> timesUs, List<String> failures)
            throws LabFailure {
        change.apply(round);
        long startNs = System.nanoTime();
        try {
            while (!change.isVisible(round)) {
                if (System.nanoTime() - startNs > VISIBLE_LIMIT.toNanos()) {
                    failures.add(change.name() + ", round " + round + ": never visible");
                    return;
                }
            }
            timesUs.add((System.nanoTime() - startNs) / 1_000);
        } catch (IOException e) {
            failures.add(change.name() + ", round " + round + ", when looking: " + e);
        }
    }
}
