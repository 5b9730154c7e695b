package dev.sluice.director.own;

import dev.sluice.director.own.bfd.BfdState;
import dev.sluice.director.own.bgp.PeerStatus;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** How sessions with routers are, and what they have counted since they were begun. */
public interface RouterSessions {
    /** How the session with each peer is. */
    List<PeerStatus> peers();

    /** Whether BFD sees each of its neighbours. */
    Map<InetAddress, BfdState> neighbours();

    /** What routers and others said by BGP and was not taken, by the reason. */
    Map<String, Long> refusedByBgp();

    /** The same by BFD. */
    Map<String, Long> refusedByBfd();

    /** How often a router that connected had to wait for a file that this process may open. */
    long notAccepted();
}
