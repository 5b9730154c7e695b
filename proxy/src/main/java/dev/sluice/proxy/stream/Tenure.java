package dev.sluice.proxy.stream;

import dev.sluice.model.node.StreamConfig;
import dev.sluice.proxy.table.ListenerTable;
import dev.sluice.proxy.table.LiveListener;
import dev.sluice.proxy.upstream.Backend;
import org.jspecify.annotations.Nullable;

/**
 * How long a connection or session may stay with its server: as long as it moves, and as long as
 * the server's {@link Standing} and the listener's drain allow. Owned by the event loop.
 *
 * <p>Moving sets a flag; only the sweep reads the clock, so silence is measured to a quarter of a
 * second.
 */
final class Tenure {
    /** What a sweep finds. */
    enum Verdict {
        STAYS,
        IDLE,
        EVICTED
    }

    private static final long NANOS_PER_MS = 1_000_000;

    private final LiveListener live;
    private boolean moved;
    private long lastMovedNs;
    private @Nullable ListenerTable judgedBy;
    private Standing standing = Standing.SERVING;
    private long leavingSinceNs;
    private boolean leaving;

    Tenure(LiveListener live, long nowNs) {
        this.live = live;
        this.lastMovedNs = nowNs;
    }

    /** Something passed. */
    void moved() {
        moved = true;
    }

    /** Begins anew with another server. */
    void renew() {
        judgedBy = null;
        leaving = false;
    }

    /**
     * Judges the moment.
     *
     * @param backend null while none is chosen: then only silence counts
     */
    Verdict judge(@Nullable Backend backend, long nowNs) {
        ListenerTable table = live.table();
        StreamConfig config = table.config().stream();
        if (moved) {
            moved = false;
            lastMovedNs = nowNs;
        } else if (config != null
                && config.idleTimeoutMs() > 0
                && nowNs - lastMovedNs > config.idleTimeoutMs() * NANOS_PER_MS) {
            return Verdict.IDLE;
        }
        if (backend == null) {
            return Verdict.STAYS;
        }
        return mayStay(backend, table, config, nowNs) ? Verdict.STAYS : Verdict.EVICTED;
    }

    private boolean mayStay(
            Backend backend, ListenerTable table, @Nullable StreamConfig config, long nowNs) {
        if (!table.equals(judgedBy) || !backend.health().usable() || standing == Standing.GONE) {
            standing = Standing.of(backend, table);
            judgedBy = table;
        }
        if (standing == Standing.SERVING) {
            leaving = false;
            return true;
        }
        if (!leaving) {
            leaving = true;
            leavingSinceNs = nowNs;
        }
        long drainMs = config == null ? 0 : config.connectionDrainMs();
        return drainMs > 0
                ? nowNs - leavingSinceNs < drainMs * NANOS_PER_MS
                : standing == Standing.RESTING;
    }
}
