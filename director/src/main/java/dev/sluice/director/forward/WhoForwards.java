package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.offload.Offload;
import dev.sluice.director.session.Session;
import dev.sluice.director.table.ForwardedListener;

/**
 * Says who forwards packets of a session, the kernel by itself or a worker, and why; where some go
 * by the kernel. On the worker's thread.
 */
final class WhoForwards {
    private static final String WORKER = "a worker forwards its packets: ";

    private final FastSessions fast;

    WhoForwards(FastSessions fast) {
        this.fast = fast;
    }

    /** Of a session that there is. */
    String of(long at) {
        int place = Session.fastPlace(ALL, at);
        if (place > 0) {
            return "the kernel forwards its packets by itself";
        }
        if (fast.offload().isWatched()) {
            return WORKER + "a capture runs";
        }
        Hindrance hindrance =
                Session.has(ALL, at, Session.MIRRORED) ? Hindrance.MIRRORED : fast.hindrance(at);
        if (hindrance != Hindrance.NONE) {
            return WORKER + hindrance.words();
        }
        return place < 0
                ? WORKER + "the kernel does soon, if it goes on for " + Offload.WAIT_MS + " ms"
                : WORKER + "the kernel may after its next packet, if there is room";
    }

    /** Of one that would begin. */
    String ofNext(ForwardedListener listener, boolean isProxied) {
        Hindrance hindrance = isProxied ? Hindrance.SHIFTED : fast.hindrance(listener);
        return hindrance == Hindrance.NONE
                ? "first packets go by a worker, later ones of the session by the kernel itself"
                : "all its packets go by a worker: " + hindrance.words();
    }
}
