package dev.sluice.director.sync.run;

import dev.sluice.director.sync.OwnSessions;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import dev.sluice.model.node.ClusterConfig.IpvsConfig;
import dev.sluice.model.node.ClusterReport.LvsReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The gateways of a director to groups of LVS directors. Owned by the thread that shares sessions.
 */
final class LvsLinks implements OwnSessions, AutoCloseable {
    /** How many descriptors a thread waits for at most. */
    static final int POLLS_MAX = IpvsConfig.MOST;

    private final long cluster;
    private final SessionSync sync;
    private final Supplier<ForwardingTable> table;
    private final LvsFigures figures;
    private final List<LvsLink> links = new ArrayList<>();
    private volatile List<LvsReport> reports = List.of();

    /**
     * @param cluster this director's
     * @param table what is forwarded by at the moment
     */
    LvsLinks(long cluster, SessionSync sync, Supplier<ForwardingTable> table, LvsFigures figures) {
        this.cluster = cluster;
        this.sync = sync;
        this.table = table;
        this.figures = figures;
    }

    /**
     * Meets these from now on, in place of those before.
     *
     * @throws KernelException where there can be no such socket; then nobody is met
     */
    void meet(List<LvsMeeting> meetings, long nowMs) {
        close();
        try {
            for (LvsMeeting meeting : meetings) {
                links.add(new LvsLink(meeting, cluster, sync, table, nowMs));
            }
        } catch (KernelException e) {
            close();
            throw e;
        }
        sync.listening(links.isEmpty() ? OwnSessions.UNHEARD : this);
    }

    void await(Polls polls, int room) {
        for (int i = 0; i < links.size(); i++) {
            links.get(i).await(polls, room);
        }
    }

    /** Takes what has come, as far as there is room, and sends what is due. */
    void run(IntSupplier room, long nowMs) {
        for (int i = 0; i < links.size(); i++) {
            links.get(i).run(room, nowMs);
        }
    }

    void publish() {
        figures.publish(links);
        reports = links.stream().map(LvsLink::report).toList();
    }

    /** How it goes with each; a little old. Any thread. */
    List<LvsReport> reports() {
        return reports;
    }

    @Override
    public void changed(SyncedSession session, long nowMs) {
        for (int i = 0; i < links.size(); i++) {
            links.get(i).changed(session, nowMs);
        }
    }

    @Override
    public void ended(SyncedSession session, long nowMs) {
        for (int i = 0; i < links.size(); i++) {
            links.get(i).ended(session, nowMs);
        }
    }

    /** Sends what waits; nobody is met any more. */
    @Override
    public void close() {
        links.forEach(LvsLink::close);
        publish();
        links.clear();
        reports = List.of();
        figures.begin();
        sync.listening(OwnSessions.UNHEARD);
    }
}
