package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.limit.Admission;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.session.Session;
import dev.sluice.director.sync.TableSessions;
import dev.sluice.director.sync.WorkerEnd;
import dev.sluice.director.table.ForwardedListener;
import org.jspecify.annotations.Nullable;

/**
 * Carries packets of sessions on to the other end: if the session may stay where it is and has
 * bandwidth, the packet ages it, is counted and rewritten, and peers and the kernel hear of it.
 */
final class Carry {
    private final Workbench bench;
    private final Parsed parsed;
    private final Census census;
    private final Departure departure;
    private final ServerHandshake handshake;
    private final Rewrite rewrite;
    private final Reset reset;
    private @Nullable WorkerEnd peers;

    Carry(
            Workbench bench,
            Census census,
            Departure departure,
            ServerHandshake handshake,
            Rewrite rewrite,
            Reset reset) {
        this.bench = bench;
        this.parsed = bench.parsed;
        this.census = census;
        this.departure = departure;
        this.handshake = handshake;
        this.rewrite = rewrite;
        this.reset = reset;
    }

    /** Tells peers of sessions from now on. */
    void share(WorkerEnd end) {
        peers = end;
    }

    /**
     * A packet goes on.
     *
     * @return false if its session has ended, and it may begin another one
     */
    boolean pass(int i, int id, int direction) {
        long at = bench.sessions.at(id);
        ForwardedListener listener = bench.table.listener(Session.listener(ALL, at));
        if (listener == null
                || Session.has(ALL, at, Flags.KILLED)
                || !departure.mayStay(at, listener)) {
            return !depart(i, id, direction);
        }
        boolean fromClient = direction == Session.FROM_CLIENT;
        int bytes = parsed.of(i).ipBytes();
        if (!hasBandwidth(i, listener, fromClient, bytes)) {
            return true;
        }
        if (Session.has(ALL, at, Session.SYN_PROXIED)
                && handshake.takes(i, id, at, direction, listener.idleMs())) {
            tellPeers(id, at, direction, listener);
            return true;
        }
        age(i, id, at, direction, listener.idleMs());
        census.passes(listener, fromClient, bytes);
        if (fromClient) {
            learnWayBack(i, at);
            rewrite.toServer(i, at);
        } else {
            rewrite.toClient(i, at);
        }
        tellPeers(id, at, direction, listener);
        if (bench.fast != null) {
            bench.fast.offer(id, at);
        }
        return true;
    }

    /** A packet goes on that says nothing of its session's state. */
    void goOn(int i, int id, int direction) {
        long at = bench.sessions.at(id);
        ForwardedListener listener = bench.table.listener(Session.listener(ALL, at));
        if (listener == null) {
            bench.batch.drop(i, Drop.BACKEND_GONE);
            return;
        }
        boolean fromClient = direction == Session.FROM_CLIENT;
        int bytes = parsed.of(i).ipBytes();
        if (!hasBandwidth(i, listener, fromClient, bytes)) {
            return;
        }
        census.passes(listener, fromClient, bytes);
        if (fromClient) {
            rewrite.toServer(i, at);
        } else {
            rewrite.toClient(i, at);
        }
    }

    private void tellPeers(int id, long at, int direction, ForwardedListener listener) {
        int idleMs = listener.idleMs();
        if (peers != null && TableSessions.mustTell(ALL, at, direction, idleMs, bench.nowMs)) {
            peers.changed(id, at, idleMs, bench.nowMs);
        }
    }

    /** A session ends here: its server or its listener is gone. True if another may begin. */
    private boolean depart(int i, int id, int direction) {
        long at = bench.sessions.at(id);
        if (peers != null && Session.has(ALL, at, Session.MIRRORED)) {
            peers.changed(id, at, Forwarder.KILLED_MS, bench.nowMs);
        }
        boolean tcp = parsed.of(i).protocol == ForwardedListener.TCP;
        boolean anew =
                direction == Session.FROM_CLIENT && (!tcp || Decide.isFirst(parsed.of(i).tcpFlags));
        if (tcp && !anew) {
            reset.both(i, at, direction);
        }
        bench.sessions.remove(id);
        if (!anew && !tcp) {
            bench.batch.drop(i, Drop.BACKEND_GONE);
        }
        return anew;
    }

    private boolean hasBandwidth(int i, ForwardedListener listener, boolean fromClient, int bytes) {
        Admission admission = listener.admission();
        boolean passes =
                fromClient
                        ? admission.passesIn(bytes, bench.nowMs)
                        : admission.passesOut(bytes, bench.nowMs);
        if (!passes) {
            bench.batch.drop(i, Drop.BANDWIDTH);
        }
        return passes;
    }

    private void age(int i, int id, long at, int direction, int idleMs) {
        if (parsed.of(i).protocol == ForwardedListener.UDP) {
            bench.sessions.datagram(id, direction, idleMs, bench.nowMs);
            return;
        }
        int was = Session.state(ALL, at);
        int state =
                bench.sessions.segment(id, direction, parsed.of(i).tcpFlags, idleMs, bench.nowMs);
        if (state != was) {
            census.became(at, state);
        }
        int flags = Session.flags(ALL, at);
        if ((flags & (Flags.GUARDED | Session.HALF_OPEN)) == Flags.GUARDED) {
            census.unguard(at);
        }
    }

    /** Replies go to where the client's last frame came from; what the kernel knows is old then. */
    private void learnWayBack(int i, long at) {
        long mac = EthernetHeader.source(ALL, bench.batch.address(i));
        int port = bench.batch.port(i);
        boolean isOther =
                mac != Session.clientMac(ALL, at) || port != Session.clientInterface(ALL, at);
        if (isOther) {
            Session.clientOrigin(ALL, at, mac, port);
            if (bench.fast != null) {
                bench.fast.revoke(at);
            }
        }
    }
}
