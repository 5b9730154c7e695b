package dev.sluice.model.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A director among others: what it is master of, which routers it speaks with, whom it shares
 * sessions with. States are words, so that those of a later release can be read and shown.
 *
 * @param duty whether it takes part: {@code serving}, {@code draining} or {@code drained}
 * @param virtualRouters by VRRP
 * @param bgpPeers by BGP
 * @param sync of sessions; null where they are not shared
 * @param lvs directors of LVS that sessions are exchanged with
 * @param refused messages that were not taken, and that should not have come, in words
 */
public record ClusterReport(
        String duty,
        List<VirtualRouterReport> virtualRouters,
        List<BgpPeerReport> bgpPeers,
        @Nullable SyncReport sync,
        List<LvsReport> lvs,
        List<CountReport> refused) {
    @SuppressWarnings("NullAway") // absent in what releases before say
    public ClusterReport {
        virtualRouters = List.copyOf(virtualRouters);
        bgpPeers = List.copyOf(bgpPeers);
        lvs = lvs == null ? List.of() : List.copyOf(lvs);
        refused = refused == null ? List.of() : List.copyOf(refused);
    }

    /** One without LVS, to whom nobody said anything wrong. */
    public ClusterReport(
            String duty,
            List<VirtualRouterReport> virtualRouters,
            List<BgpPeerReport> bgpPeers,
            @Nullable SyncReport sync) {
        this(duty, virtualRouters, bgpPeers, sync, List.of(), List.of());
    }

    /** The same with what was said by others than directors, and wrongly. */
    public ClusterReport with(List<LvsReport> exchanged, List<CountReport> notTaken) {
        return new ClusterReport(duty, virtualRouters, bgpPeers, sync, exchanged, notTaken);
    }

    /**
     * A virtual router.
     *
     * @param link the interface that it speaks at
     * @param state such as {@code master}
     * @param sinceMs when it came to that state, wall clock
     * @param why it is in that state, in words
     * @param incomplete whether it became master before it knew all sessions
     * @param priority with what fails taken off
     * @param master the address of who is master, as far as it knows; null if nobody was heard
     * @param addresses that its master owns
     */
    public record VirtualRouterReport(
            int id,
            String link,
            String family,
            String state,
            long sinceMs,
            String why,
            boolean incomplete,
            int priority,
            @Nullable String master,
            List<String> addresses) {
        public VirtualRouterReport {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * A router that is told where to send packets.
     *
     * @param state such as {@code established}
     * @param sinceMs when it came to that state, wall clock
     * @param routes how many networks it is told of at present
     * @param sessions how many have been established
     * @param lastEnd why the last one ended, in words; empty for no reason yet
     * @param bfd such as {@code up}; null where BFD is not spoken with it
     */
    public record BgpPeerReport(
            String address,
            long as,
            String state,
            long sinceMs,
            int routes,
            long sessions,
            String lastEnd,
            @Nullable String bfd) {}

    /**
     * Sessions that are shared with other directors.
     *
     * @param number of this director in the cluster
     * @param complete whether it knows all sessions that others had told of when it met them
     * @param owned that this director forwards
     * @param mirrored of others
     * @param safe of the owned ones: a live peer would go on with them
     * @param atRisk the other ones, by the reason
     * @param unshared for which there was no room, here counted beside the owned ones
     * @param lag how many datagrams the live peer farthest behind has still to acknowledge
     * @param lagMs how old the oldest change is that a live peer has not acknowledged; 0 for none
     * @param repaired datagrams sent or asked for again, ranges found to differ, bulk transfers
     */
    public record SyncReport(
            int number,
            boolean complete,
            long owned,
            long mirrored,
            long safe,
            List<CountReport> atRisk,
            long unshared,
            long lag,
            long lagMs,
            List<CountReport> repaired,
            List<SyncPeerReport> peers) {
        public SyncReport {
            atRisk = List.copyOf(atRisk);
            repaired = List.copyOf(repaired);
            peers = List.copyOf(peers);
        }
    }

    /** How often something is so. */
    public record CountReport(String what, long count) {}

    /**
     * Another director.
     *
     * @param name empty where it is not known
     * @param live whether it was heard of late
     * @param complete whether it says that it knows all sessions
     * @param behind how many of this director's datagrams it has not acknowledged
     * @param behindMs how old the oldest change is that it has not acknowledged; 0 for none
     */
    public record SyncPeerReport(
            int number, String name, boolean live, boolean complete, long behind, long behindMs) {}

    /**
     * A group of LVS directors.
     *
     * @param messagesIn that were taken, and {@code sessionsIn} in them
     * @param messagesOut that were sent, and {@code sessionsOut} in them
     * @param leftOut sessions that it cannot be told of
     * @param notSent messages that could not be sent
     * @param refused messages and sessions that were not taken, by the reason
     */
    public record LvsReport(
            String name,
            int port,
            int syncId,
            long messagesIn,
            long messagesOut,
            long sessionsIn,
            long sessionsOut,
            long leftOut,
            long notSent,
            List<CountReport> refused) {
        public LvsReport {
            refused = List.copyOf(refused);
        }
    }
}
