package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.offload.Passed;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.TableSessions;
import dev.sluice.director.sync.WorkerEnd;
import dev.sluice.director.table.ForwardedListener;
import org.jspecify.annotations.Nullable;

/**
 * What it means to sessions that the kernel has forwarded packets of them: those count, keep a
 * session alive, change its state and are told to peers as if Java had forwarded them.
 *
 * <p>But peers are not told of what was forwarded before this process was there: a peer may have
 * gone on with the session since.
 */
final class PassedSessions implements Passed {
    private final Workbench bench;
    private final Census census;
    private final @Nullable WorkerEnd peers;
    private final long begunMs;

    PassedSessions(Workbench bench, Census census, @Nullable WorkerEnd peers) {
        this.bench = bench;
        this.census = census;
        this.peers = peers;
        this.begunMs = bench.nowMs;
    }

    @Override
    public void counted(int number, int direction, long packets, long bytes) {
        ForwardedListener listener = bench.table.listener(number);
        if (listener != null) {
            census.passed(listener, direction == Session.FROM_CLIENT, packets, bytes);
        }
    }

    @Override
    public void passed(int id, long at, int direction, int tcpFlags, long seenMs) {
        ForwardedListener listener = bench.table.listener(Session.listener(ALL, at));
        if (listener == null) {
            return;
        }
        int idleMs = listener.idleMs();
        if ((tcpFlags & (TcpHeader.FIN | TcpHeader.RST)) == 0) {
            bench.sessions.seen(id, livesMs(at, idleMs), seenMs);
        } else {
            int was = Session.state(ALL, at);
            int state = bench.sessions.segment(id, direction, tcpFlags, idleMs, bench.nowMs);
            if (state != was) {
                census.became(at, state);
            }
        }
        if (seenMs >= begunMs) {
            tellPeers(id, at, direction, idleMs);
        }
    }

    /** What goes the other way may have begun to close the connection meanwhile. */
    private static int livesMs(long at, int idleMs) {
        int state = Session.state(ALL, at);
        boolean isOpen =
                Session.protocol(ALL, at) == ForwardedListener.UDP
                        || state == TcpStates.ESTABLISHED;
        return isOpen ? idleMs : TcpStates.timeoutMs(state);
    }

    private void tellPeers(int id, long at, int direction, int idleMs) {
        if (peers != null && TableSessions.mustTell(ALL, at, direction, idleMs, bench.nowMs)) {
            peers.changed(id, at, idleMs, bench.nowMs);
        }
    }
}
