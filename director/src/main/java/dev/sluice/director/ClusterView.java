package dev.sluice.director;

import dev.sluice.director.own.bfd.BfdState;
import dev.sluice.director.own.bgp.PeerStatus;
import dev.sluice.director.own.vrrp.Standing;
import dev.sluice.director.table.Address;
import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.ClusterReport.BgpPeerReport;
import dev.sluice.model.node.ClusterReport.SyncReport;
import dev.sluice.model.node.ClusterReport.VirtualRouterReport;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a director tells of its part among others, in the words of a report. Pure.
 *
 * @param monotonicNs the machine's clock, by which states have their times
 * @param wallMs the time of day at that moment
 */
record ClusterView(long monotonicNs, long wallMs) {
    private static final long NS_PER_MS = 1_000_000;

    /**
     * Gathers it.
     *
     * @param neighbours whether BFD sees them
     * @param sync of sessions; null where they are not shared
     * @return null where there is nothing to tell
     */
    @Nullable ClusterReport of(
            String duty,
            List<Standing> standings,
            List<PeerStatus> peers,
            Map<InetAddress, BfdState> neighbours,
            @Nullable SyncReport sync) {
        if (standings.isEmpty() && peers.isEmpty() && sync == null) {
            return null;
        }
        return new ClusterReport(
                duty,
                standings.stream().map(this::virtualRouter).toList(),
                peers.stream().map(peer -> bgpPeer(peer, neighbours.get(peer.address()))).toList(),
                sync);
    }

    private VirtualRouterReport virtualRouter(Standing standing) {
        Address master = standing.master();
        return new VirtualRouterReport(
                standing.router().id(),
                standing.router().link(),
                standing.router().ipv6() ? "ipv6" : "ipv4",
                word(standing.state()),
                wallMs - (monotonicNs - standing.sinceNs()) / NS_PER_MS,
                standing.cause().why(),
                standing.incomplete(),
                standing.priority(),
                master == null ? null : master.toString(),
                standing.router().addresses().stream().map(Address::toString).toList());
    }

    private BgpPeerReport bgpPeer(PeerStatus peer, @Nullable BfdState bfd) {
        return new BgpPeerReport(
                peer.address().getHostAddress(),
                peer.as(),
                word(peer.state()),
                wallMs - (monotonicNs / NS_PER_MS - peer.sinceMs()),
                peer.routes(),
                peer.sessions(),
                peer.lastEnd(),
                bfd == null ? null : word(bfd));
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
