package dev.sluice.director.sync.run;

/** What has passed so far. For one thread. */
final class Traffic {
    long sentBytes;
    long receivedBytes;

    /** Datagrams that could not be sent. */
    long notSent;

    /** Bulk transfers that peers asked for, and were given. */
    long answered;

    /** Connections that found no place. */
    long turnedAway;

    /** Times that no connection could be taken for want of a file descriptor. */
    long notAccepted;
}
