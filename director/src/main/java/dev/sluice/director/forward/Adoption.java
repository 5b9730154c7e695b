package dev.sluice.director.forward;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.table.ForwardedListener;
import java.lang.foreign.MemorySegment;

/**
 * Makes sessions of a process that died this one's. A session whose listener is gone ends. With
 * peers they are nobody's at first, since a peer may have gone on with them meanwhile: a session is
 * this director's when it forwards a packet of it.
 */
final class Adoption {
    private final Workbench bench;
    private final Census census;
    private final PlaceSession placement;
    private final boolean isShared;

    Adoption(Workbench bench, Census census, boolean isShared) {
        this.bench = bench;
        this.census = census;
        this.placement = new PlaceSession(bench, census);
        this.isShared = isShared;
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
        int protocol = Session.protocol(slab, at);
        ForwardedListener listener = placement.listener(at, protocol);
        if (listener == null || !placement.place(slab, at, protocol)) {
            return false;
        }
        if (isShared && !Session.has(slab, at, Session.HALF_OPEN)) {
            Session.mark(slab, at, Session.MIRRORED);
        } else {
            Session.unmark(slab, at, Session.MIRRORED);
            census.adopted(at, listener, bench.nowMs);
        }
        return true;
    }
}
