package dev.sluice.director.forward;

/**
 * What became of packets whose session was not known, since the forwarder was made. Only for its
 * own thread.
 */
public final class SoughtCounts {
    long asked;
    long found;
    long unknown;
    long recomputed;
    long excess;
    long reset;

    /** How often peers were asked for a session. */
    public long asked() {
        return asked;
    }

    /** How many of those sessions were there in time. */
    public long found() {
        return found;
    }

    /** How many were not: nobody has them, or nobody said so in time. */
    public long unknown() {
        return unknown;
    }

    /** How many sessions began in their midst, since the packet alone says which server has it. */
    public long recomputed() {
        return recomputed;
    }

    /** How many packets were more than peers are asked about. */
    public long excess() {
        return excess;
    }

    /** How many packets were answered with a reset. */
    public long reset() {
        return reset;
    }
}
