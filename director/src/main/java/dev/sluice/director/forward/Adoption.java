package dev.sluice.director.forward;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.TargetServers;
import java.lang.foreign.MemorySegment;

/**
 * Makes sessions of a process that died this one's: the numbers by which they name listener, server
 * and next hop meant something to that process alone, so they are found again by addresses. A
 * session whose listener is gone ends. One whose server is gone goes on without one, and is judged
 * when its next packet comes.
 */
final class Adoption {
    /** No server has this number. */
    private static final int NOBODY = 0;

    private final Workbench bench;
    private final Census census;

    Adoption(Workbench bench, Census census) {
        this.bench = bench;
        this.census = census;
    }

    void run() {
        SessionTable sessions = bench.sessions;
        for (int id = sessions.after(0); id != 0; id = sessions.after(id)) {
            long at = sessions.at(id);
            census.forget(at);
            if (!adopt(at)) {
                sessions.remove(id);
            }
        }
    }

    private boolean adopt(long at) {
        MemorySegment slab = bench.slab;
        ForwardedListener listener =
                bench.table.find(
                        Session.virtualHigh(slab, at),
                        Session.virtualLow(slab, at),
                        Session.protocol(slab, at),
                        Session.virtualPort(slab, at));
        if (listener == null) {
            return false;
        }
        Session.listener(slab, at, listener.number());
        Session.server(slab, at, server(at, listener));
        Session.backendHop(slab, at, NextHops.NONE);
        census.adopted(at, listener, bench.nowMs);
        return true;
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
}
