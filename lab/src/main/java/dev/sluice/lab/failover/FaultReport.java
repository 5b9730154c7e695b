package dev.sluice.lab.failover;

import java.util.OptionalDouble;

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
 * @param lateMs how long the clients' thread was late at worst: stalls of its own
 */
public record FaultReport(
        Fault fault,
        Survivors taken,
        Survivors all,
        int unfinished,
        OptionalDouble agreedMs,
        String note,
        double lateMs) {

    /** How many broke of which nothing should. */
    public int broken() {
        return all.broken() + unfinished;
    }
}
