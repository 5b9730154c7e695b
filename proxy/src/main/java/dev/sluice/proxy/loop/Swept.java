package dev.sluice.proxy.loop;

/**
 * Something with deadlines that a {@link Loop} looks after. All calls come from the loop's thread.
 */
public interface Swept {
    /**
     * Asks whether a deadline has passed.
     *
     * @param nowNs {@link System#nanoTime}
     */
    void sweep(long nowNs);

    /** Where the loop keeps it; negative while it is not registered. */
    int sweepSlot();

    /** Remembers {@link #sweepSlot()}; only the loop calls this. */
    void sweepSlot(int slot);
}
