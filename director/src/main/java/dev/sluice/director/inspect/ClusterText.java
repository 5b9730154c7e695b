package dev.sluice.director.inspect;

import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.ClusterReport.BgpPeerReport;
import dev.sluice.model.node.ClusterReport.CountReport;
import dev.sluice.model.node.ClusterReport.LvsReport;
import dev.sluice.model.node.ClusterReport.SyncPeerReport;
import dev.sluice.model.node.ClusterReport.SyncReport;
import dev.sluice.model.node.ClusterReport.VirtualRouterReport;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * A director's part among others for people, as tables of rows.
 *
 * @param table writes one, under its head
 */
record ClusterText(BiConsumer<String, List<List<String>>> table) {
    void write(ClusterReport cluster) {
        if (!cluster.virtualRouters().isEmpty()) {
            table.accept(
                    "VIRTUAL ROUTER",
                    cluster.virtualRouters().stream().map(ClusterText::virtualRouter).toList());
        }
        if (!cluster.bgpPeers().isEmpty()) {
            table.accept(
                    "BGP PEER", cluster.bgpPeers().stream().map(ClusterText::bgpPeer).toList());
        }
        SyncReport sync = cluster.sync();
        if (sync != null) {
            table.accept("SYNC", sync(sync));
            table.accept("SYNC PEER", sync.peers().stream().map(ClusterText::syncPeer).toList());
        }
        if (!cluster.lvs().isEmpty()) {
            table.accept("LVS", cluster.lvs().stream().map(ClusterText::lvs).toList());
        }
        if (!cluster.refused().isEmpty()) {
            table.accept(
                    "REFUSED",
                    cluster.refused().stream()
                            .map(one -> List.of(String.valueOf(one.count()), one.what()))
                            .toList());
        }
        table.accept("DUTY", List.of(List.of(cluster.duty())));
    }

    private static List<String> virtualRouter(VirtualRouterReport row) {
        return List.of(
                row.id() + " " + row.link() + " " + row.family(),
                row.state() + (row.incomplete() ? ", incomplete" : ""),
                "priority " + row.priority(),
                "master " + Objects.requireNonNullElse(row.master(), "unknown"),
                "since " + Instant.ofEpochMilli(row.sinceMs()),
                row.why(),
                String.join(" ", row.addresses()));
    }

    private static List<String> bgpPeer(BgpPeerReport row) {
        return List.of(
                row.address() + " as " + row.as(),
                row.state(),
                "since " + Instant.ofEpochMilli(row.sinceMs()),
                "routes " + row.routes(),
                "bfd " + Objects.requireNonNullElse(row.bfd(), "none"),
                "sessions " + row.sessions(),
                row.lastEnd().isEmpty() ? "" : "last end: " + row.lastEnd());
    }

    private static List<List<String>> sync(SyncReport sync) {
        return List.of(
                List.of("number", String.valueOf(sync.number())),
                List.of("complete", sync.complete() ? "yes" : "no"),
                List.of("owned", String.valueOf(sync.owned())),
                List.of("mirrored", String.valueOf(sync.mirrored())),
                List.of("safe", String.valueOf(sync.safe())),
                List.of("at risk", counts(sync.atRisk())),
                List.of("no room", String.valueOf(sync.unshared())),
                List.of("lag", sync.lag() + " datagrams, " + sync.lagMs() + " ms"),
                List.of("repaired", counts(sync.repaired())));
    }

    private static String counts(List<CountReport> counts) {
        String text =
                counts.stream()
                        .filter(one -> one.count() != 0)
                        .map(one -> one.count() + " " + one.what())
                        .collect(Collectors.joining(", "));
        return text.isEmpty() ? "none" : text;
    }

    private static List<String> lvs(LvsReport row) {
        return List.of(
                row.name() + " port " + row.port() + " syncid " + row.syncId(),
                "in " + row.messagesIn() + " messages, " + row.sessionsIn() + " sessions",
                "out " + row.messagesOut() + " messages, " + row.sessionsOut() + " sessions",
                "left out " + row.leftOut(),
                "not sent " + row.notSent(),
                "refused " + counts(row.refused()));
    }

    private static List<String> syncPeer(SyncPeerReport row) {
        return List.of(
                row.number() + " " + row.name(),
                row.live() ? "live" : "silent",
                row.complete() ? "complete" : "incomplete",
                "behind " + row.behind() + " datagrams, " + row.behindMs() + " ms");
    }
}
