package dev.sluice.balance;

/** What a scheduler may ask about servers, by their numbers. Answers may change between calls. */
public interface Servers {
    /**
     * Whether it may get new work: not down and not tried already. Weight 0 is the scheduler's own
     * business.
     */
    boolean eligible(int server);

    /** Connections or requests it is working on. */
    int active(int server);

    /** Its latency in microseconds, as {@link PeakEwma} keeps it; 0 while unknown. */
    default long latencyUs(int server) {
        return 0;
    }
}
