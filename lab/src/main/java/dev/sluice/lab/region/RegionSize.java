package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;

/**
 * How many nodes of each kind a region has, and how its directors share the virtual addresses.
 *
 * @param directors 0 leaves the packets to the router, which spreads them over the proxies
 * @param queues receive and transmit queues of the directors' interfaces
 */
public record RegionSize(
        int directors, int proxies, int backends, int queues, Ownership ownership) {
    public static final RegionSize USUAL = new RegionSize(1, 2, 3, 1);

    private static final int MAX_DIRECTORS = 8;
    private static final int MAX_PROXIES = 16;
    private static final int MAX_BACKENDS = 64;
    private static final int MAX_QUEUES = 8;

    /** One whose directors announce themselves, where there are several. */
    public RegionSize(int directors, int proxies, int backends, int queues) {
        this(directors, proxies, backends, queues, Ownership.ECMP);
    }

    /** Refuses what one machine and the plan of addresses have no room for. */
    public RegionSize checked() throws LabFailure {
        check("directors", directors, 0, MAX_DIRECTORS);
        check("proxies", proxies, 1, MAX_PROXIES);
        check("backends", backends, 1, MAX_BACKENDS);
        check("queues", queues, 1, MAX_QUEUES);
        if (isElected() && directors == 0) {
            throw new LabFailure("nobody elects a master of virtual addresses without directors");
        }
        return this;
    }

    /** Whether directors have others to share addresses and sessions with. */
    public boolean isCluster() {
        return directors > 1;
    }

    /** Whether the router learns by BGP where packets go; a single director is known to it. */
    public boolean isAnnounced() {
        return isCluster() && ownership == Ownership.ECMP;
    }

    /** Whether directors elect who has which address. */
    public boolean isElected() {
        return ownership == Ownership.VRRP;
    }

    /** How many nodes of a kind there are. */
    int count(NodeKind kind) {
        return switch (kind) {
            case CLIENT, ROUTER, CONTROL -> 1;
            case DIRECTOR -> directors;
            case PROXY -> proxies;
            case BACKEND -> backends;
        };
    }

    private static void check(String what, int number, int least, int most) throws LabFailure {
        if (number < least || number > most) {
            throw new LabFailure(
                    "a lab has %d to %d %s, not %d".formatted(least, most, what, number));
        }
    }
}
