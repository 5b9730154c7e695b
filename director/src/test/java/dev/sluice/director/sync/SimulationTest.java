package dev.sluice.director.sync;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each seed is a cluster with a history of its own; a failure names its seed. */
class SimulationTest {
    private static final int LARGE_EVERY = 50;

    @Test
    void two_hundred_clusters_lose_no_safe_session_and_agree_in_the_end() {
        run(0, 200, 4_000);
    }

    @Test
    void a_cluster_of_64_directors_agrees_in_the_end() {
        run(new Simulation(64, 64, 1_500, false), 64);
    }

    @Test
    @Tag("nightly")
    void ten_thousand_clusters_lose_no_safe_session_and_agree_in_the_end() {
        run(1_000, 11_000, 6_000);
    }

    /** Seeds that once failed. */
    @ParameterizedTest
    @ValueSource(longs = {5182, 6360})
    void clusters_that_failed_once_agree_in_the_end(long seed) {
        run(seed, seed + 1, 6_000);
    }

    private static void run(long from, long to, int chaosMs) {
        for (long seed = from; seed < to; seed++) {
            int size = seed % LARGE_EVERY == LARGE_EVERY - 1 ? 16 : 2 + (int) (seed % 4);
            run(new Simulation(seed, size, chaosMs, seed % 8 == 0), seed);
        }
    }

    private static void run(Simulation simulation, long seed) {
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
