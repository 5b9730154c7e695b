package dev.sluice.director.forward;

import dev.sluice.director.session.Ending;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.SessionWatcher;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.TargetServer;
import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import org.jspecify.annotations.Nullable;

/**
 * Counts sessions for their listeners and servers. A connection counts until both its ends have
 * closed it: the session that is kept for a while after that is nobody's load.
 */
final class Census implements SessionWatcher {
    private final int worker;
    private @Nullable Workbench bench;
    private @Nullable Admission admission;

    Census(int worker) {
        this.worker = worker;
    }

    /** Ready to count; before this, sessions may not begin. */
    void on(Workbench workbench, Admission admissions) {
        bench = workbench;
        admission = admissions;
    }

    private Workbench bench() {
        if (bench == null) {
            throw new AssertionError("nothing to count yet");
        }
        return bench;
    }

    void began(long at, ForwardedListener listener, TargetServer server) {
        CounterRow row = listener.live().counters(worker);
        row.increment(Counter.LISTENER_CONNECTIONS);
        CounterRow serverRow = server.live().counters(worker);
        serverRow.increment(Counter.SERVER_CONNECTIONS);
        serverRow.increment(Counter.SERVER_REQUESTS);
        count(at, true);
    }

    /** A connection came to a state. */
    void became(long at, int state) {
        boolean counts =
                state != TcpStates.TIME_WAIT
                        && state != TcpStates.CLOSE
                        && state != TcpStates.LAST_ACK;
        if (counts != Session.has(bench().slab, at, Session.COUNTED)) {
            count(at, counts);
        }
    }

    @Override
    public void ended(int id, long at, Ending why) {
        if (bench != null && Session.has(bench.slab, at, Session.COUNTED)) {
            count(at, false);
        }
    }

    private void count(long at, boolean in) {
        Workbench workbench = bench();
        if (in) {
            Session.mark(workbench.slab, at, Session.COUNTED);
        } else {
            Session.unmark(workbench.slab, at, Session.COUNTED);
        }
        int difference = in ? 1 : -1;
        ForwardedListener listener =
                workbench.table.listener(Session.listener(workbench.slab, at));
        if (listener != null) {
            listener.live().counters(worker).add(Counter.LISTENER_ACTIVE, difference);
        }
        LiveServer server = workbench.table.server(Session.server(workbench.slab, at));
        if (server != null) {
            server.count(worker, difference);
            server.counters(worker).add(Counter.SERVER_ACTIVE, difference);
        }
        if (admission != null) {
            if (in) {
                admission.entered(listener);
            } else {
                admission.left(listener);
            }
        }
    }

    /** Counts all sessions that were there before the first table. */
    void takeOver(SessionTable sessions) {
        for (int id = sessions.after(0); id != 0; id = sessions.after(id)) {
            long at = sessions.at(id);
            if (Session.has(sessions.slab(), at, Session.COUNTED)) {
                count(at, true);
            }
        }
    }

    /** A packet of a session passes. */
    void passes(ForwardedListener listener, boolean fromClient, int bytes) {
        CounterRow row = listener.live().counters(worker);
        boolean udp = listener.protocol() == ForwardedListener.UDP;
        if (fromClient) {
            row.add(Counter.LISTENER_BYTES_IN, bytes);
            if (udp) {
                row.increment(Counter.LISTENER_PACKETS_IN);
            }
        } else {
            row.add(Counter.LISTENER_BYTES_OUT, bytes);
            if (udp) {
                row.increment(Counter.LISTENER_PACKETS_OUT);
            }
        }
    }
}
