package dev.sluice.node;

/**
 * How often a node speaks, and how long it waits.
 *
 * @param reportMs between two reports
 * @param silenceMs a stream that brings nothing for so long is given up
 * @param requestMs how long control may take to answer a request
 * @param firstRetryMs the longest pause before the first new attempt; it doubles from one to the
 *     next
 * @param lastRetryMs the longest pause ever
 */
public record LinkTimes(
        long reportMs, long silenceMs, long requestMs, long firstRetryMs, long lastRetryMs) {
    public static final LinkTimes USUAL = new LinkTimes(2_000, 15_000, 10_000, 200, 5_000);
}
