package dev.sluice.director.forward;

import dev.sluice.director.session.Session;
import dev.sluice.director.sync.TableSessions;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.TargetServers;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Places sessions that began elsewhere, in a process that died or at another director: the numbers
 * by which they name listener, server and next hop meant something there alone, so they are found
 * again by addresses. One whose server is gone is placed without one, and is judged when its next
 * packet comes.
 *
 * <p>Sessions of peers are nobody's load here before they are this director's own: a limit of
 * connections, and the choice of a server by how many it has, are by what a director forwards.
 */
final class PlaceSession implements TableSessions.Placement {
    /** No server has this number. */
    private static final int NOBODY = 0;

    private final Workbench bench;
    private final Census census;

    PlaceSession(Workbench bench, Census census) {
        this.bench = bench;
        this.census = census;
    }

    @Override
    public boolean place(MemorySegment slab, long at, int protocol) {
        ForwardedListener listener = listener(at, protocol);
        if (listener == null) {
            return false;
        }
        Session.listener(slab, at, listener.number());
        Session.server(slab, at, server(at, listener));
        Session.backendHop(slab, at, NextHops.NONE);
        return true;
    }

    /** The listener that a session is of; null if there is none any more. */
    @Nullable ForwardedListener listener(long at, int protocol) {
        MemorySegment slab = bench.slab;
        return bench.table.find(
                Session.virtualHigh(slab, at),
                Session.virtualLow(slab, at),
                protocol,
                Session.virtualPort(slab, at));
    }

    private int server(long at, ForwardedListener listener) {
        MemorySegment slab = bench.slab;
        TargetServers target = listener.target();
        int place =
                target == null
                        ? -1
                        : target.placeOf(
                                Session.serverHigh(slab, at),
                                Session.serverLow(slab, at),
                                Session.serverPort(slab, at));
        return target == null || place < 0 ? NOBODY : target.server(place).live().number();
    }

    @Override
    public void owned(MemorySegment slab, long at) {
        census.became(at, Session.state(slab, at));
    }

    @Override
    public void mirrored(long at) {
        census.leaves(at);
        FastSessions fast = bench.fast;
        if (fast != null) {
            fast.ended(at);
        }
        Session.unmark(bench.slab, at, Flags.KILLED);
    }
}
