package dev.sluice.director.own.bgp;

import java.net.InetAddress;
import java.util.Map;

/**
 * How a session is, for operators.
 *
 * @param sinceMs when it came to that state, by the clock of {@link Bgp}
 * @param routes how many networks the peer was told and was not told to forget
 * @param sessions how many have been established
 * @param lastEnd why the last one ended, or did not come about; empty for no reason yet
 * @param refused what it said that was not taken, by the reason
 */
public record PeerStatus(
        InetAddress address,
        long as,
        PeerState state,
        long sinceMs,
        int routes,
        long sessions,
        String lastEnd,
        Map<String, Long> refused) {
    public PeerStatus {
        refused = Map.copyOf(refused);
    }

    /** Of one who said nothing wrong. */
    public PeerStatus(
            InetAddress address,
            long as,
            PeerState state,
            long sinceMs,
            int routes,
            long sessions,
            String lastEnd) {
        this(address, as, state, sinceMs, routes, sessions, lastEnd, Map.of());
    }
}
