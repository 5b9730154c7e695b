package dev.sluice.lab.failover;

import java.util.Set;

/**
 * What a network does to the frames that pass.
 *
 * @param loss the share that is lost
 * @param doubled the share that arrives twice
 * @param overtaken the share that waits {@link #OVERTAKEN_MS} longer, so that later ones overtake
 * @param delayMs how long every frame waits
 * @param cutOff places whose frames neither go in nor come out
 */
public record Impairment(
        double loss, double doubled, double overtaken, int delayMs, Set<Integer> cutOff) {
    /** A good network. */
    public static final Impairment NONE = new Impairment(0, 0, 0, 0, Set.of());

    static final int OVERTAKEN_MS = 10;

    public Impairment {
        cutOff = Set.copyOf(cutOff);
    }

    /** Loses a share of all. */
    public static Impairment losing(double share) {
        return new Impairment(share, 0, 0, 0, Set.of());
    }

    /** Does a little of everything but losing. */
    public static Impairment muddled(int delayMs) {
        return new Impairment(0, 0.1, 0.2, delayMs, Set.of());
    }

    /** Lets nothing to or from a place. */
    public static Impairment without(int place) {
        return new Impairment(0, 0, 0, 0, Set.of(place));
    }
}
