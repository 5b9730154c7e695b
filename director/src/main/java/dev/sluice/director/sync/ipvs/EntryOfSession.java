package dev.sluice.director.sync.ipvs;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import org.jspecify.annotations.Nullable;

/** What sessions here are for LVS. */
final class EntryOfSession {
    private static final int UNEXPRESSED = SyncedSession.TELL_CLIENT | SyncedSession.TELL_PROXY;
    private static final int ASSURED = 1;
    private static final int OVER_S = 1;
    private static final int MS_PER_S = 1000;

    private EntryOfSession() {}

    /** Whether LVS tells of a session in such a state. */
    static boolean isTold(SyncedSession session) {
        if (session.protocol != ForwardedListener.TCP) {
            return true;
        }
        return switch (session.state) {
            case TcpStates.ESTABLISHED,
                    TcpStates.FIN_WAIT,
                    TcpStates.TIME_WAIT,
                    TcpStates.CLOSE,
                    TcpStates.CLOSE_WAIT ->
                    true;
            default -> false;
        };
    }

    /** Whether IPVS has words for all that packets of a session need. */
    static boolean isExpressible(SyncedSession session) {
        return (session.windowIn | session.windowOut) == 0
                && (session.flags & UNEXPRESSED) == 0
                && SessionOfEntry.isOfOneVersion(session);
    }

    /** Makes an entry of a session that is not of fullnat. */
    static void write(SyncedSession session, Entry into) {
        into.clearOptions();
        key(session, into);
        into.clientPort = session.clientPort;
        into.state = session.state;
        into.timeoutS = seconds(session.timeoutMs);
        into.flags = method(session);
        boolean isOpen =
                session.protocol == ForwardedListener.TCP && session.state == TcpStates.ESTABLISHED;
        if (!isOpen) {
            into.flags |= Entry.INACTIVE;
        }
        if ((session.flags & SyncedSession.HAS_DELTAS) != 0) {
            into.flags |= Entry.OUT_SHIFTED;
            into.hasShifts = true;
            into.inBegin = 0;
            into.inShift = 0;
            into.inShiftBefore = 0;
            into.outBegin = 0;
            into.outShift = session.deltaOut;
            into.outShiftBefore = session.deltaOut;
        }
    }

    /** Makes of an entry the one that ends its session soon: there is no other way to say so. */
    static void end(Entry entry) {
        boolean isTcp = entry.protocol == ForwardedListener.TCP;
        entry.state = isTcp ? TcpStates.CLOSE : 0;
        entry.flags |= Entry.INACTIVE;
        entry.timeoutS = OVER_S;
    }

    /**
     * Makes the template of a session: that its client stays with its server.
     *
     * @return false if its listener binds no clients
     */
    static boolean template(SyncedSession session, ForwardingTable table, Entry into) {
        ForwardedListener listener = listener(session, table);
        long timeoutMs = listener == null ? 0 : listener.stream().persistenceTimeoutMs();
        if (timeoutMs <= 0) {
            return false;
        }
        into.clearOptions();
        key(session, into);
        into.clientPort = 0;
        into.state = ASSURED;
        into.timeoutS = seconds(timeoutMs);
        into.flags = Entry.TEMPLATE | method(session);
        return true;
    }

    private static @Nullable ForwardedListener listener(
            SyncedSession session, ForwardingTable table) {
        return table.find(
                session.virtualHigh, session.virtualLow, session.protocol, session.virtualPort);
    }

    private static void key(SyncedSession session, Entry into) {
        into.isIpv6 = !Address.isIpv4(session.clientHigh, session.clientLow);
        into.protocol = session.protocol;
        into.virtualPort = session.virtualPort;
        into.serverPort = session.serverPort;
        into.mark = 0;
        into.clientHigh = session.clientHigh;
        into.clientLow = session.clientLow;
        into.virtualHigh = session.virtualHigh;
        into.virtualLow = session.virtualLow;
        into.serverHigh = session.serverHigh;
        into.serverLow = session.serverLow;
    }

    private static int method(SyncedSession session) {
        return switch (session.method) {
            case Session.ROUTE -> Entry.DIRECT_ROUTE | Entry.NO_OUTPUT;
            case Session.TUNNEL -> Entry.TUNNEL | Entry.NO_OUTPUT;
            default -> Entry.MASQUERADE;
        };
    }

    private static int seconds(long ms) {
        return Math.clamp((ms + MS_PER_S - 1) / MS_PER_S, 1, Integer.MAX_VALUE);
    }
}
