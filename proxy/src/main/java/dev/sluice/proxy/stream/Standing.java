package dev.sluice.proxy.stream;

import dev.sluice.proxy.table.ListenerTable;
import dev.sluice.proxy.upstream.Backend;
import dev.sluice.proxy.upstream.ServerPool;
import dev.sluice.proxy.upstream.Target;

/**
 * What has become of a server since a connection or session was given to it.
 *
 * <p>With {@code connectionDrain} on, whatever is not {@link #SERVING} goes on for that long and is
 * then cut. With it off, {@link #GONE} is cut at once, as LVS does with {@code expire_nodest_conn},
 * and {@link #RESTING} goes on until it ends by itself, as LVS lets connections of a server of
 * weight 0.
 */
enum Standing {
    /** Takes new work. */
    SERVING,
    /** Takes no new work from this listener: weight 0, or the listener has another group now. */
    RESTING,
    /** Removed from its group, or found ill by its probes. */
    GONE;

    /** Looks a server up in what its listener serves by now. */
    static Standing of(Backend backend, ListenerTable table) {
        if (!backend.health().usable()) {
            return GONE;
        }
        Target target = table.target();
        if (target == null || !target.pool().config().id().equals(backend.group())) {
            return RESTING;
        }
        ServerPool pool = target.pool();
        int server = pool.backends().indexOf(backend);
        if (server < 0) {
            return GONE;
        }
        return pool.config().servers().get(server).weight() == 0 ? RESTING : SERVING;
    }
}
