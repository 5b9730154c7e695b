package dev.sluice.director;

import dev.sluice.director.sync.Safety;
import dev.sluice.director.sync.run.Syncing;
import dev.sluice.model.node.ClusterReport.CountReport;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * How far others would go on with this director's sessions. Any thread.
 *
 * @param open how many sessions there are
 */
record Handover(SharedSessions shared, LongSupplier open) {
    /** Whether sessions are shared at all. */
    boolean isShared() {
        return shared.safety() != null;
    }

    /** Whether somebody is there to hand them to. */
    boolean hasPeer() {
        Syncing sharing = shared.syncing();
        return sharing != null && sharing.peers() > 0;
    }

    /** Has peers be told what waits to be told. */
    void flush() {
        Syncing sharing = shared.syncing();
        if (sharing != null) {
            sharing.ask(sync -> sync.flush(Director.nowMs()));
        }
    }

    /** The sessions that this director forwards. */
    long owned() {
        Safety safety = shared.safety();
        return safety == null ? open.getAsLong() : safety.own();
    }

    /** Those of them that nobody else would go on with, by the reason. */
    List<CountReport> atRisk() {
        Safety safety = shared.safety();
        Stream<CountReport> all =
                safety == null
                        ? Stream.of(new CountReport("not shared", open.getAsLong()))
                        : reasons(safety);
        return all.filter(one -> one.count() > 0).toList();
    }

    /** Why sessions are not safe, with how many of them for each reason. */
    static Stream<CountReport> reasons(Safety safety) {
        return Stream.of(
                new CountReport("not sent", safety.unsent()),
                new CountReport("not acknowledged", safety.unacknowledged()),
                new CountReport("peers behind", safety.peersBehind()),
                new CountReport("no peer", safety.withoutPeer()),
                new CountReport("no room", safety.unshared()));
    }
}
