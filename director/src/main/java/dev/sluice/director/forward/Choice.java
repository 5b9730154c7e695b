package dev.sluice.director.forward;

import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a packet that belongs to no session yet, as far as it came. Used again for
 * every one.
 */
final class Choice {
    private @Nullable ForwardedListener listener;
    private @Nullable TargetServers target;
    private @Nullable TargetServer server;
    private boolean bound;

    void clear() {
        listener = null;
        target = null;
        server = null;
        bound = false;
    }

    void listener(ForwardedListener found) {
        listener = found;
    }

    void target(TargetServers asked) {
        target = asked;
    }

    /**
     * @param isBound whether it is the one that the client was bound to
     */
    void server(TargetServer chosen, boolean isBound) {
        server = chosen;
        bound = isBound;
    }

    /** Of a decision that let the packet in. */
    ForwardedListener listener() {
        if (listener == null) {
            throw new AssertionError("no listener was found");
        }
        return listener;
    }

    /** Of a decision that let the packet in. */
    TargetServer server() {
        if (server == null) {
            throw new AssertionError("no server was chosen");
        }
        return server;
    }

    @Nullable ForwardedListener listenerFound() {
        return listener;
    }

    @Nullable TargetServers targetAsked() {
        return target;
    }

    boolean isBound() {
        return bound;
    }
}
