package dev.sluice.director;

import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.health.HealthChecks;
import dev.sluice.health.ServerHealth;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.NodeReport;
import dev.sluice.model.node.NodeReport.ListenerReport;
import dev.sluice.model.node.NodeReport.ServerReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What a director is doing, in the words that control reads. */
final class Report {
    private final Measure measure;
    private final HealthChecks health;

    Report(Measure measure, HealthChecks health) {
        this.measure = measure;
        this.health = health;
    }

    NodeReport of(String name, ForwardingTable table, long takenAtMs) {
        return new NodeReport(
                name,
                "director",
                table.revision(),
                takenAtMs,
                table.listeners().stream().map(this::listener).toList(),
                servers(table));
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
    private List<ServerReport> servers(ForwardingTable table) {
        var reports = new ArrayList<ServerReport>();
        var seen = new HashSet<LiveServer>();
        for (TargetServers target : table.targets()) {
            for (int i = 0; i < target.size(); i++) {
                LiveServer server = target.server(i).live();
                if (seen.add(server)) {
                    reports.add(server(server, target.server(i).resolved()));
                }
            }
        }
        return reports;
    }

    private ServerReport server(LiveServer server, boolean resolved) {
        ServerHealth.State state = health.of(server.group(), server.endpoint()).state();
        return new ServerReport(
                server.group(),
                server.endpoint(),
                state.health(),
                resolved ? state.cause() : "its name does not resolve",
                state.sinceMs(),
                server.active(),
                measure.total(Counter.SERVER_REQUESTS, server.group(), server.endpoint()));
    }
}
