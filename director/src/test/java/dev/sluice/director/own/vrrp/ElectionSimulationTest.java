package dev.sluice.director.own.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElectionSimulationTest {
    private static final int DISTURBANCES = 10;

    @Test
    void addresses_have_one_master_each_when_200_clusters_have_settled() {
        live(0, 200);
    }

    @Test
    @Tag("nightly")
    void addresses_have_one_master_each_when_10_000_clusters_have_settled() {
        live(1_000_000, 10_000);
    }

    /** Seeds that once failed. */
    @ParameterizedTest
    @ValueSource(longs = {0})
    void addresses_have_one_master_each_in_clusters_that_failed_once(long seed) {
        live(seed, 1);
    }

    private static void live(long firstSeed, int seeds) {
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            try {
                long checks = new SimulatedCluster(seed).live(DISTURBANCES);
                assertThat(checks).as("times that it was looked at").isPositive();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
    }
}
