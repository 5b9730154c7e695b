package dev.sluice.director;

import dev.sluice.director.path.PathChecks;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.health.HealthChecks;
import dev.sluice.health.ServerHealth;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.NodeReport;
import dev.sluice.model.node.NodeReport.Health;
import dev.sluice.model.node.NodeReport.ListenerReport;
import dev.sluice.model.node.NodeReport.ServerReport;
import dev.sluice.model.node.OffloadReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a director is doing, in the words that control reads. */
final class Report {
    private final Measure measure;
    private final HealthChecks health;

    Report(Measure measure, HealthChecks health) {
        this.measure = measure;
        this.health = health;
    }

    /**
     * Gathers it.
     *
     * @param paths null before anything is forwarded
     * @param cluster null where it has no part in one
     * @param offload null before anything is forwarded
     */
    NodeReport of(
            String name,
            ForwardingTable table,
            @Nullable PathChecks paths,
            @Nullable ClusterReport cluster,
            @Nullable OffloadReport offload,
            long takenAtMs) {
        return new NodeReport(
                name,
                "director",
                table.revision(),
                takenAtMs,
                table.listeners().stream().map(this::listener).toList(),
                servers(table, paths),
                cluster,
                offload);
    }

    private ListenerReport listener(ForwardedListener listener) {
        long connections = total(listener, Counter.LISTENER_CONNECTIONS);
        return new ListenerReport(
                listener.id(),
                total(listener, Counter.LISTENER_ACTIVE),
                connections,
                connections,
                total(listener, Counter.LISTENER_BYTES_IN),
                total(listener, Counter.LISTENER_BYTES_OUT));
    }

    private long total(ForwardedListener listener, Counter counter) {
        return measure.total(counter, listener.config().loadBalancer(), listener.name());
    }

    /** Each server of each group once, whatever number of schedulers have it. */
    private List<ServerReport> servers(ForwardingTable table, @Nullable PathChecks paths) {
        var reports = new ArrayList<ServerReport>();
        var seen = new HashSet<LiveServer>();
        for (TargetServers target : table.targets()) {
            for (int i = 0; i < target.size(); i++) {
                LiveServer server = target.server(i).live();
                if (seen.add(server)) {
                    String trouble = paths == null ? null : paths.trouble(server);
                    reports.add(server(server, target.server(i).resolved(), trouble));
                }
            }
        }
        return reports;
    }

    private ServerReport server(LiveServer server, boolean resolved, @Nullable String trouble) {
        ServerHealth.State state = health.of(server.group(), server.endpoint()).state();
        return new ServerReport(
                server.group(),
                server.endpoint(),
                trouble == null ? state.health() : Health.ABNORMAL,
                resolved ? cause(state, trouble) : "its name does not resolve",
                state.sinceMs(),
                server.active(),
                measure.total(Counter.SERVER_REQUESTS, server.group(), server.endpoint()));
    }

    /** What a server's own address says comes before what packets' way to it says. */
    private static @Nullable String cause(ServerHealth.State state, @Nullable String trouble) {
        return trouble == null || state.health() == Health.ABNORMAL ? state.cause() : trouble;
    }
}
