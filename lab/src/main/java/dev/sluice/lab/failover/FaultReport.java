package dev.sluice.lab.failover;

/**
 * What a fault did.
 *
 * @param taken from the fault to when somebody else had taken over and idle connections had
 *     answered
 * @param all the same, and until everything was as before
 * @param unfinished connections that their servers still wait for the last ACK of
 * @param note what else is to be said, or empty
 * @param lateMs how long the clients' thread was late at worst: stalls of its own
 */
public record FaultReport(
        Fault fault, Survivors taken, Survivors all, int unfinished, String note, double lateMs) {

    /** How many broke of which nothing should. */
    public int broken() {
        return all.broken() + unfinished;
    }
}
