package dev.sluice.health;

import dev.sluice.model.node.NodeReport.Health;

/**
 * Turns single results into health: so many successes in a row are normal, so many failures in a
 * row abnormal, and anything less leaves things as they are. Pure; owned by one thread.
 *
 * <pre>
 *                  healthyThreshold successes
 * UNAVAILABLE ─────────────────────────────────▶ NORMAL
 *      │                                          │  ▲
 *      │ unhealthyThreshold failures              ▼  │ healthyThreshold successes
 *      └──────────────────────────────────────▶ ABNORMAL
 * </pre>
 */
final class RiseFall {
    private final int healthyThreshold;
    private final int unhealthyThreshold;
    private Health health;
    private int successes;
    private int failures;

    /**
     * Begins with nothing counted.
     *
     * @param health what was known before
     */
    RiseFall(int healthyThreshold, int unhealthyThreshold, Health health) {
        this.healthyThreshold = healthyThreshold;
        this.unhealthyThreshold = unhealthyThreshold;
        this.health = health;
    }

    /** Counts a result; whether the health changed by it. */
    boolean record(boolean success) {
        successes = success ? Math.min(successes + 1, healthyThreshold) : 0;
        failures = success ? 0 : Math.min(failures + 1, unhealthyThreshold);
        Health before = health;
        if (successes == healthyThreshold) {
            health = Health.NORMAL;
        } else if (failures == unhealthyThreshold) {
            health = Health.ABNORMAL;
        }
        return health != before;
    }

    Health health() {
        return health;
    }
}
