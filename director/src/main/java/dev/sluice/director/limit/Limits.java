package dev.sluice.director.limit;

/**
 * What a listener or a load balancer may have. 0 is no limit.
 *
 * @param mostOpen connections and UDP sessions at once
 * @param newPerSecond connections and UDP sessions begun a second
 * @param bitsPerSecond towards clients and from them, each
 */
public record Limits(int mostOpen, int newPerSecond, long bitsPerSecond) {
    public static final Limits NONE = new Limits(0, 0, 0);
}
