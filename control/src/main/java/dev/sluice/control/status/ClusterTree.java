package dev.sluice.control.status;

import dev.sluice.control.document.TreeBuilder;
import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.ClusterReport.BgpPeerReport;
import dev.sluice.model.node.ClusterReport.CountReport;
import dev.sluice.model.node.ClusterReport.LvsReport;
import dev.sluice.model.node.ClusterReport.SyncPeerReport;
import dev.sluice.model.node.ClusterReport.SyncReport;
import dev.sluice.model.node.ClusterReport.VirtualRouterReport;
import dev.sluice.model.tree.Tree;
import java.time.Instant;

/** A director's part among others, as status shows it. */
final class ClusterTree {
    private ClusterTree() {}

    static Tree.Mapping of(ClusterReport cluster) {
        var tree = new TreeBuilder().text("duty", cluster.duty());
        tree.list("virtualRouters", cluster.virtualRouters(), ClusterTree::virtualRouter);
        tree.list("bgpPeers", cluster.bgpPeers(), ClusterTree::bgpPeer);
        SyncReport sync = cluster.sync();
        if (sync != null) {
            tree.put("sync", sync(sync));
        }
        tree.list("lvs", cluster.lvs(), ClusterTree::lvs);
        return tree.list("refused", cluster.refused(), ClusterTree::count).build();
    }

    private static Tree lvs(LvsReport group) {
        return new TreeBuilder()
                .text("name", group.name())
                .number("port", group.port())
                .number("syncId", group.syncId())
                .number("messagesIn", group.messagesIn())
                .number("messagesOut", group.messagesOut())
                .number("sessionsIn", group.sessionsIn())
                .number("sessionsOut", group.sessionsOut())
                .number("leftOut", group.leftOut())
                .number("notSent", group.notSent())
                .list("refused", group.refused(), ClusterTree::count)
                .build();
    }

    private static Tree virtualRouter(VirtualRouterReport router) {
        return new TreeBuilder()
                .number("id", router.id())
                .text("interface", router.link())
                .text("family", router.family())
                .text("state", router.state())
                .text("since", Instant.ofEpochMilli(router.sinceMs()).toString())
                .text("why", router.why())
                .flag("incomplete", router.incomplete())
                .number("priority", router.priority())
                .text("master", router.master())
                .texts("addresses", router.addresses())
                .build();
    }

    private static Tree bgpPeer(BgpPeerReport peer) {
        return new TreeBuilder()
                .text("address", peer.address())
                .number("as", peer.as())
                .text("state", peer.state())
                .text("since", Instant.ofEpochMilli(peer.sinceMs()).toString())
                .number("routes", peer.routes())
                .number("sessions", peer.sessions())
                .text("lastEnd", peer.lastEnd().isEmpty() ? null : peer.lastEnd())
                .text("bfd", peer.bfd())
                .build();
    }

    private static Tree sync(SyncReport sync) {
        return new TreeBuilder()
                .number("number", sync.number())
                .flag("complete", sync.complete())
                .number("owned", sync.owned())
                .number("mirrored", sync.mirrored())
                .number("safe", sync.safe())
                .list("atRisk", sync.atRisk(), ClusterTree::count)
                .number("unshared", sync.unshared())
                .number("lag", sync.lag())
                .number("lagMs", sync.lagMs())
                .list("repaired", sync.repaired(), ClusterTree::count)
                .list("peers", sync.peers(), ClusterTree::syncPeer)
                .build();
    }

    private static Tree count(CountReport count) {
        return new TreeBuilder().text("what", count.what()).number("count", count.count()).build();
    }

    private static Tree syncPeer(SyncPeerReport peer) {
        return new TreeBuilder()
                .number("number", peer.number())
                .text("name", peer.name())
                .flag("live", peer.live())
                .flag("complete", peer.complete())
                .number("behind", peer.behind())
                .number("behindMs", peer.behindMs())
                .build();
    }
}
