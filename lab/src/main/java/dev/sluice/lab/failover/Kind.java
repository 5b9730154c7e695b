package dev.sluice.lab.failover;

/** What a client does with a connection, or a flow of datagrams. */
public enum Kind {
    /** Sends a record at each of its turns, which comes back. */
    ACTIVE,
    /** Sent one at its beginning, and another when it is asked whether it lives. */
    IDLE,
    /** Has ended its own half, and goes on hearing records. */
    HALF_CLOSED,
    /** Sends 32 KiB at each of its turns, which come back: some is always on its way. */
    IN_FLIGHT,
    /** Ends its half when told; the server ends a second later. */
    LATE,
    /** Ends when told, and so does the server. */
    ENDING,
    /** Connects, says something, waits a second, and ends: there are always new ones. */
    YOUNG,
    /** Sends a datagram at each of its turns, which comes back. */
    DATAGRAMS,
    /** Sends a datagram every 10 ms: how long nobody answers is seen by these. */
    BEAT;

    /** Whether it goes by UDP. */
    boolean isDatagrams() {
        return this == DATAGRAMS || this == BEAT;
    }

    /** Whether it hears something all the time, so that a gap is a stall. */
    boolean isSteady() {
        return this == ACTIVE || this == HALF_CLOSED || this == IN_FLIGHT || isDatagrams();
    }

    /** Whether it is gone some time without anything being wrong. */
    boolean passes() {
        return this == LATE || this == ENDING || this == YOUNG;
    }

    /** How a server behaves towards it. */
    int mode() {
        return switch (this) {
            case HALF_CLOSED -> NumberedRecord.TALK;
            case LATE -> NumberedRecord.LATE;
            default -> NumberedRecord.ECHO;
        };
    }

    /** How long its records are. */
    int recordBytes() {
        return this == IN_FLIGHT ? 32 * 1024 : NumberedRecord.LEAST_BYTES;
    }
}
