package dev.sluice.lab.failover;

import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a fault did.
 *
 * @param taken from the fault to when somebody else had taken over and idle connections had
 *     answered
 * @param all the same, and until everything was as before
 * @param unfinished connections that their servers still wait for the last ACK of
 * @param agreedMs how long after a bad sync network was good again all directors knew the same; NaN
 *     if they did not in time, empty where it was not bad
 * @param note what else is to be said, or empty
 * @param soaked where there was no fault, what changed all the same
 * @param lateMs how long the clients' thread was late at worst: stalls of its own
 */
public record FaultReport(
        Fault fault,
        Survivors taken,
        Survivors all,
        int unfinished,
        OptionalDouble agreedMs,
        @Nullable Soaked soaked,
        String note,
        double lateMs) {

    /**
     * How quiet it was.
     *
     * @param transitions changes of masters, and sessions with routers that ended
     */
    public record Soaked(long transitions, Duration time) {}

    /** How many broke of which nothing should. */
    public int broken() {
        return all.broken() + unfinished;
    }
}
