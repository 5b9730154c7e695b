package dev.sluice.director.own.bfd;

/**
 * How often packets are sent and how many may be lost.
 *
 * @param intervalUs between packets, wanted both ways once a session is up
 * @param multiplier how many in a row may be missing before the other end is taken for gone
 */
public record BfdTiming(long intervalUs, int multiplier) {
    /** Gone within 150 ms. */
    public static final BfdTiming DEFAULT = new BfdTiming(50_000, 3);
}
