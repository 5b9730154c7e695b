package dev.sluice.director.forward;

import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a packet that belongs to no session yet; what was not come to is null.
 * Used again for every one.
 */
final class Choice {
    @Nullable ForwardedListener listener;
    @Nullable TargetServers target;
    @Nullable TargetServer server;

    /** Whether the server is the one that the client was bound to. */
    boolean bound;

    void clear() {
        listener = null;
        target = null;
        server = null;
        bound = false;
    }
}
