package dev.sluice.balance;

/** What a scheduler may ask about servers, by their numbers. Answers may change between calls. */
public interface Servers {
    /** The share of a server that gets all that its weight entitles it to. */
    int FULL = 1024;

    /**
     * Whether it may get new work: not down and not tried already. Weight 0 is the scheduler's own
     * business.
     */
    boolean eligible(int server);

    /** Connections or requests it is working on. */
    int active(int server);

    /**
     * Which part of the work that its weight entitles it to it may get now, of {@link #FULL}: less
     * than all while it starts slowly. What is tied to a server by a hash does not ask.
     */
    default int share(int server) {
        return FULL;
    }

    /** Its latency in microseconds, as {@link PeakEwma} keeps it; 0 while unknown. */
    default long latencyUs(int server) {
        return 0;
    }
}
