package dev.sluice.model.unit;

/**
 * A rate in bits per second, written {@code 800kbps}, {@code 100Mbps} or {@code 1Gbps}.
 *
 * @param bitsPerSecond at least 0
 */
public record BitRate(long bitsPerSecond) implements Comparable<BitRate> {
    public BitRate {
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("a rate is not negative: " + bitsPerSecond);
        }
    }

    @Override
    public int compareTo(BitRate other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }
}
