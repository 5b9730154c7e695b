package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.session.Session;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.LiveServer.Standing;
import dev.sluice.director.table.TargetServers;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session may stay with its server. As long as the server serves, it does. With
 * connectionDrain on, it may stay for that long after that has changed. With it off, a session of a
 * server that is gone ends at once, as LVS has it with {@code expire_nodest_conn}, and one of a
 * server that only takes no new work goes on until it ends by itself.
 *
 * <p>A listener that was given another group keeps its sessions with servers that are in the new
 * group too; the others are as if their weight were 0.
 */
final class Departure {
    private final Workbench bench;
    private final Census census;
    private long nextEndMs = Long.MAX_VALUE;

    Departure(Workbench bench, Census census) {
        this.bench = bench;
        this.census = census;
    }

    /** Looks anew only after a change: the server's number lies in the session's second line. */
    boolean mayStay(long at, ForwardedListener listener) {
        return Session.judgement(ALL, at) == bench.judgement || judge(at, listener);
    }

    private boolean judge(long at, ForwardedListener listener) {
        LiveServer server = bench.table.server(Session.server(ALL, at));
        TargetServers target = listener.target();
        if (server != null && target != null && server.group().equals(target.groupId())) {
            if (server.standing() == Standing.SERVING) {
                Session.judgement(ALL, at, Math.max(Judgements.NONE, bench.judgement));
                return true;
            }
            return mayStay(listener, server.standing(), server.sinceMs());
        }
        return mayStayElsewhere(at, listener, server);
    }

    private boolean mayStay(ForwardedListener listener, Standing standing, long sinceMs) {
        long drainMs = listener.stream().connectionDrainMs();
        if (drainMs == 0) {
            return standing == Standing.RESTING;
        }
        long endMs = sinceMs + drainMs;
        if (bench.nowMs >= endMs) {
            return false;
        }
        nextEndMs = Math.min(nextEndMs, endMs);
        return true;
    }

    /** When the first session of those that were judged has to end, as far as is known. */
    long nextEndMs() {
        return nextEndMs;
    }

    /** Forgets it, before all are judged anew. */
    void forgetNextEnd() {
        nextEndMs = Long.MAX_VALUE;
    }

    /** The server is of another group than the listener's, or not known any more. */
    private boolean mayStayElsewhere(
            long at, ForwardedListener listener, @Nullable LiveServer server) {
        TargetServers target = listener.target();
        int place =
                target == null
                        ? -1
                        : target.placeOf(
                                Session.serverHigh(ALL, at),
                                Session.serverLow(ALL, at),
                                Session.serverPort(ALL, at));
        if (target != null && place >= 0) {
            census.moves(at, target.server(place).live());
            return judge(at, listener);
        }
        if (server == null) {
            return false;
        }
        return server.isWell()
                ? mayStay(listener, Standing.RESTING, listener.targetSinceMs())
                : mayStay(listener, Standing.GONE, server.sinceMs());
    }
}
