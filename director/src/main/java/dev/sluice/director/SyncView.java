package dev.sluice.director;

import dev.sluice.director.sync.PeerView;
import dev.sluice.director.sync.Safety;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncCounts.Count;
import dev.sluice.director.sync.run.Syncing;
import dev.sluice.model.node.ClusterReport.CountReport;
import dev.sluice.model.node.ClusterReport.SyncPeerReport;
import dev.sluice.model.node.ClusterReport.SyncReport;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.NodeConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a director tells of the sessions that it shares. Any thread but that which shares them.
 *
 * @param number of this director
 * @param names of all directors, by number
 */
record SyncView(int number, Map<Integer, String> names) {
    private static final long ANSWER_MS = 1_000;

    /** With the directors that a configuration names. */
    static SyncView of(NodeConfig config, @Nullable DirectorConfig own) {
        Map<Integer, String> names = new HashMap<>();
        config.resources().values().stream()
                .filter(DirectorConfig.class::isInstance)
                .map(DirectorConfig.class::cast)
                .forEach(one -> names.put(one.number(), one.name()));
        return new SyncView(own == null ? 0 : own.number(), Map.copyOf(names));
    }

    /** How it stands; null where no sessions are shared, or whoever shares them does not answer. */
    @Nullable SyncReport report(@Nullable Syncing syncing) {
        if (syncing == null) {
            return null;
        }
        var told = new CompletableFuture<SyncReport>();
        if (!syncing.ask(sync -> told.complete(report(sync, syncing.isComplete())))) {
            return null;
        }
        try {
            return told.get(ANSWER_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }

    private SyncReport report(SessionSync sync, boolean complete) {
        long nowMs = Director.nowMs();
        Safety safety = sync.safety();
        return new SyncReport(
                number,
                complete,
                safety.own(),
                Math.max(0, sync.known() - safety.own()),
                safety.safe(),
                Handover.reasons(safety).filter(one -> one.count() > 0).toList(),
                safety.unshared(),
                sync.lag(),
                sync.lagMs(nowMs),
                repaired(sync),
                sync.peers(nowMs).stream().map(this::peer).toList());
    }

    private static List<CountReport> repaired(SessionSync sync) {
        return List.of(
                count(sync, "datagrams sent again", Count.DATAGRAMS_SENT_AGAIN),
                count(sync, "gaps asked for", Count.GAPS_ASKED_FOR),
                count(sync, "ranges repaired", Count.RANGES_REPAIRED),
                count(sync, "bulk transfers", Count.BULKS_FINISHED),
                count(sync, "peers lost", Count.PEERS_LOST));
    }

    private static CountReport count(SessionSync sync, String what, Count count) {
        return new CountReport(what, sync.counts().of(count));
    }

    private SyncPeerReport peer(PeerView peer) {
        return new SyncPeerReport(
                peer.node(),
                names.getOrDefault(peer.node(), ""),
                peer.live(),
                peer.complete(),
                peer.behind(),
                peer.behindMs());
    }
}
