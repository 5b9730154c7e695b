package dev.sluice.director.own.bgp;

import java.net.InetAddress;

/**
 * How a session is, for operators.
 *
 * @param sinceMs when it came to that state, by the clock of {@link Bgp}
 * @param routes how many networks the peer was told and was not told to forget
 * @param sessions how many have been established
 * @param lastEnd why the last one ended, or did not come about; empty for no reason yet
 */
public record PeerStatus(
        InetAddress address,
        long as,
        PeerState state,
        long sinceMs,
        int routes,
        long sessions,
        String lastEnd) {}
