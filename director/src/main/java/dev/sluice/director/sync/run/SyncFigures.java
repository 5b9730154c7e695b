package dev.sluice.director.sync.run;

import dev.sluice.director.sync.Refusal;
import dev.sluice.director.sync.Safety;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncCounts;
import dev.sluice.director.sync.SyncCounts.Count;
import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** What an operator sees of session synchronisation. Written by the thread that shares sessions. */
final class SyncFigures {
    private static final Map<Count, Counter> COUNTERS =
            new EnumMap<>(
                    Map.ofEntries(
                            Map.entry(Count.DATAGRAMS_SENT, Counter.SYNC_DATAGRAMS_SENT),
                            Map.entry(Count.DATAGRAMS_TAKEN, Counter.SYNC_DATAGRAMS_TAKEN),
                            Map.entry(Count.SESSIONS_TOLD, Counter.SYNC_SESSIONS_TOLD),
                            Map.entry(Count.SESSIONS_HEARD, Counter.SYNC_SESSIONS_HEARD),
                            Map.entry(Count.DATAGRAMS_SENT_AGAIN, Counter.SYNC_SENT_AGAIN),
                            Map.entry(Count.GAPS_ASKED_FOR, Counter.SYNC_GAPS),
                            Map.entry(Count.BULKS_ASKED_FOR, Counter.SYNC_BULKS_ASKED_FOR),
                            Map.entry(Count.BULKS_FINISHED, Counter.SYNC_BULKS_FINISHED),
                            Map.entry(Count.BULKS_FAILED, Counter.SYNC_BULKS_FAILED),
                            Map.entry(Count.RANGES_REPAIRED, Counter.SYNC_RANGES_REPAIRED),
                            Map.entry(Count.SEEKS_ANSWERED, Counter.SYNC_SEEKS_ANSWERED),
                            Map.entry(Count.SEEKS_PASSED_OVER, Counter.SYNC_SEEKS_PASSED_OVER),
                            Map.entry(Count.SEEKS_UNANSWERED, Counter.SYNC_SEEKS_UNANSWERED),
                            Map.entry(Count.SEEKS_LOOKED_UP, Counter.SYNC_SEEKS_LOOKED_UP),
                            Map.entry(
                                    Count.SEEKS_LOOKED_UP_FOUND,
                                    Counter.SYNC_SEEKS_LOOKED_UP_FOUND),
                            Map.entry(Count.PEERS_LOST, Counter.SYNC_PEERS_LOST)));

    private static final String SESSIONS = "sluice_sync_sessions";

    /** A program that reads metrics may take all for floating point numbers. */
    private static final long DIGEST_MASK = (1L << 48) - 1;

    private static final String AT_RISK = "sluice_sync_sessions_at_risk";

    private final Measure measure;
    private final CounterRow row;
    private final Map<Refusal, CounterRow> refusals = new EnumMap<>(Refusal.class);
    private final Map<Counter, Long> counted = new EnumMap<>(Counter.class);
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    private volatile boolean isSecret;
    private volatile boolean isComplete;
    private volatile int known;
    private volatile int peers;
    private volatile long lag;
    private volatile long digest;
    private volatile long lagMs;

    SyncFigures(Measure measure) {
        this.measure = measure;
        this.row = measure.row(Scope.PROCESS);
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, measure.row(Scope.SYNC_REFUSAL, refusal.label()));
        }
    }

    /** Another thread begins, which has counted nothing yet. */
    void begin(Safety safety) {
        counted.clear();
        refused.clear();
        gauge(
                "sluice_sync_unauthenticated",
                "Whether sessions are shared without a secret.",
                () -> isSecret ? 0 : 1);
        gauge("sluice_sync_peers", "Other directors that are there.", () -> peers);
        gauge(
                "sluice_sync_complete",
                "Whether all is known that peers know.",
                () -> isComplete ? 1 : 0);
        gauge(
                "sluice_sync_lag_datagrams",
                "Datagrams that the peer farthest behind has still to acknowledge.",
                () -> lag);
        gauge(
                "sluice_sync_digest",
                "Of established connections and UDP: the same at directors that know the same.",
                () -> digest);
        gauge(
                "sluice_sync_lag_ms",
                "Age of the oldest change that a live peer has still to acknowledge.",
                () -> lagMs);
        sessions("own", "kind", safety::own);
        sessions("mirrored", "kind", () -> Math.max(0, known - safety.own()));
        gauge(
                "sluice_sync_sessions_safe",
                "Own sessions that a peer would go on with.",
                safety::safe);
        atRisk("not_sent", safety, Safety::unsent);
        atRisk("not_acknowledged", safety, Safety::unacknowledged);
        atRisk("peers_behind", safety, Safety::peersBehind);
        atRisk("no_peer", safety, Safety::withoutPeer);
        atRisk("no_room", safety, Safety::unshared);
    }

    private void gauge(String metric, String help, LongSupplier value) {
        measure.gauge(metric, help, value);
    }

    private void sessions(String value, String label, LongSupplier count) {
        measure.gauge(SESSIONS, "Sessions that are known.", count, label, value);
    }

    private void atRisk(String reason, Safety safety, ToIntFunction<Safety> count) {
        measure.gauge(
                AT_RISK,
                "Own sessions that would end with this director, by the reason.",
                () -> count.applyAsInt(safety),
                "reason",
                reason);
    }

    /** Nobody shares sessions any more. */
    void end() {
        for (String metric :
                new String[] {
                    "sluice_sync_unauthenticated",
                    "sluice_sync_peers",
                    "sluice_sync_complete",
                    "sluice_sync_lag_datagrams",
                    "sluice_sync_digest",
                    "sluice_sync_lag_ms",
                    "sluice_sync_sessions_safe"
                }) {
            measure.remove(metric);
        }
        measure.remove(SESSIONS, "kind", "own");
        measure.remove(SESSIONS, "kind", "mirrored");
        for (String reason :
                new String[] {
                    "not_sent", "not_acknowledged", "peers_behind", "no_peer", "no_room"
                }) {
            measure.remove(AT_RISK, "reason", reason);
        }
    }

    /** Shows how it stands now. */
    void publish(
            SessionSync sync,
            ForwardedSessions sessions,
            boolean sealed,
            Traffic traffic,
            long nowMs) {
        SyncCounts counts = sync.counts();
        COUNTERS.forEach((count, counter) -> add(counter, counts.of(count)));
        add(Counter.SYNC_BYTES_SENT, traffic.sentBytes);
        add(Counter.SYNC_BYTES_RECEIVED, traffic.receivedBytes);
        add(Counter.SYNC_NOT_SENT, traffic.notSent);
        add(Counter.SYNC_BULKS_ANSWERED, traffic.answered);
        add(Counter.SYNC_BULKS_TURNED_AWAY, traffic.turnedAway);
        add(Counter.SYNC_BULKS_NOT_ACCEPTED, traffic.notAccepted);
        add(Counter.SYNC_UNTOLD, sessions.untold());
        add(Counter.SYNC_NOT_ENTERED, sessions.notEntered());
        refusals.forEach((refusal, its) -> {
            long now = counts.of(refusal);
            its.add(Counter.SYNC_REFUSED, now - refused.getOrDefault(refusal, 0L));
            refused.put(refusal, now);
        });
        isSecret = sealed;
        isComplete = sync.isComplete();
        known = sync.known();
        peers = sync.peersLive();
        lag = sync.lag();
        digest = sync.digest() & DIGEST_MASK;
        lagMs = sync.lagMs(nowMs);
    }

    private void add(Counter counter, long now) {
        row.add(counter, now - counted.getOrDefault(counter, 0L));
        counted.put(counter, now);
    }

    /** How many other directors are there. Any thread. */
    int peers() {
        return peers;
    }
}
