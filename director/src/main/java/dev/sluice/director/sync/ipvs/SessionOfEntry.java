package dev.sluice.director.sync.ipvs;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.TargetServers;
import dev.sluice.model.Forwarding;
import org.jspecify.annotations.Nullable;

/** What entries of LVS mean here: which session they are, or why they are none. */
final class SessionOfEntry {
    private static final int UDP_TIMEOUT_MS = 300_000;
    private static final int TEMPLATE_TIMEOUT_MS = 180_000;

    /** As much as directors tell each other. */
    private static final int TIMEOUT_MAX_S = 7 * 24 * 3600;

    private static final int MS_PER_S = 1000;

    private SessionOfEntry() {}

    /**
     * Makes a session of an entry that is no template.
     *
     * @return why there is none
     */
    static @Nullable Refusal session(Entry entry, ForwardingTable table, SyncedSession into) {
        if (entry.engineDataBytes != 0) {
            return Refusal.ENGINE;
        }
        if (entry.clientPort == 0 || (entry.flags & Entry.NO_CLIENT_PORT) != 0) {
            return Refusal.NO_CLIENT_PORT;
        }
        if (entry.protocol == ForwardedListener.TCP && !isEstablished(entry.state)) {
            return Refusal.HALF_OPEN;
        }
        Refusal refusal = way(entry, table, into);
        if (refusal == null) {
            refusal = shifts(entry, into);
        }
        if (refusal == null) {
            rest(entry, into);
        }
        return refusal;
    }

    private static boolean isEstablished(int state) {
        return !TcpStates.isHalfOpen(state) && state != TcpStates.LISTEN;
    }

    private static @Nullable Refusal way(Entry entry, ForwardingTable table, SyncedSession into) {
        ForwardedListener listener = listener(entry, table);
        if (listener == null) {
            return Refusal.UNKNOWN_SERVICE;
        }
        int method = method(entry);
        if (method < 0 || method != method(listener.method())) {
            return Refusal.METHOD;
        }
        if (place(entry, listener.target()) < 0) {
            return Refusal.UNKNOWN_SERVER;
        }
        into.method = method;
        return null;
    }

    static @Nullable ForwardedListener listener(Entry entry, ForwardingTable table) {
        return table.find(entry.virtualHigh, entry.virtualLow, entry.protocol, entry.virtualPort);
    }

    private static int place(Entry entry, @Nullable TargetServers target) {
        return target == null
                ? -1
                : target.placeOf(entry.serverHigh, entry.serverLow, entry.serverPort);
    }

    /**
     * The number of the server that a template binds its client to; 0 if the listener's group does
     * not have it.
     */
    static int server(Entry entry, ForwardedListener listener) {
        TargetServers target = listener.target();
        int place = place(entry, target);
        return target == null || place < 0 ? 0 : target.server(place).live().number();
    }

    private static int method(Entry entry) {
        return switch (entry.method()) {
            case Entry.MASQUERADE -> Session.NAT;
            case Entry.DIRECT_ROUTE -> Session.ROUTE;
            case Entry.TUNNEL -> Session.TUNNEL;
            default -> -1;
        };
    }

    private static int method(Forwarding method) {
        return switch (method) {
            case FULLNAT -> Session.FULLNAT;
            case NAT -> Session.NAT;
            case ROUTE -> Session.ROUTE;
            case TUNNEL -> Session.TUNNEL;
        };
    }

    /** Only the server's numbers can be shifted here, and only by the same from the beginning. */
    private static @Nullable Refusal shifts(Entry entry, SyncedSession into) {
        into.deltaOut = 0;
        into.deltaBegin = 0;
        into.windowIn = 0;
        into.windowOut = 0;
        into.flags = SyncedSession.ANSWERED;
        boolean shiftsIn = (entry.flags & Entry.IN_SHIFTED) != 0;
        boolean shiftsOut = (entry.flags & Entry.OUT_SHIFTED) != 0;
        if (!entry.hasShifts || !(shiftsIn || shiftsOut)) {
            return null;
        }
        boolean isIn = shiftsIn && (entry.inShift | entry.inShiftBefore) != 0;
        int shift = shiftsOut ? entry.outShift : 0;
        boolean isOnce = shift == 0 && entry.outShiftBefore == 0;
        boolean isSteady = shift == entry.outShiftBefore && into.method == Session.NAT;
        if (isIn || (shiftsOut && !isOnce && !isSteady)) {
            return Refusal.SHIFTS;
        }
        if (shift != 0) {
            into.deltaOut = shift;
            into.flags |= SyncedSession.HAS_DELTAS;
        }
        return null;
    }

    private static void rest(Entry entry, SyncedSession into) {
        into.protocol = entry.protocol;
        into.clientHigh = entry.clientHigh;
        into.clientLow = entry.clientLow;
        into.clientPort = entry.clientPort;
        into.virtualHigh = entry.virtualHigh;
        into.virtualLow = entry.virtualLow;
        into.virtualPort = entry.virtualPort;
        into.serverHigh = entry.serverHigh;
        into.serverLow = entry.serverLow;
        into.serverPort = entry.serverPort;
        into.localHigh = 0;
        into.localLow = 0;
        into.localPort = 0;
        into.state = entry.state;
        if (into.method != Session.NAT) {
            into.flags |= SyncedSession.NO_OUTPUT;
        }
        boolean isTcp = entry.protocol == ForwardedListener.TCP;
        int usualMs = isTcp ? TcpStates.timeoutMs(entry.state) : UDP_TIMEOUT_MS;
        into.timeoutMs = timeoutMs(entry, usualMs);
        boolean isOpen = isTcp && entry.state == TcpStates.ESTABLISHED;
        into.livesMs = isOpen ? 2 * into.timeoutMs : into.timeoutMs;
    }

    /** How long a client stays bound to a server. */
    static int templateTimeoutMs(Entry entry) {
        return timeoutMs(entry, TEMPLATE_TIMEOUT_MS);
    }

    private static int timeoutMs(Entry entry, int usualMs) {
        if (entry.timeoutS == 0) {
            return usualMs;
        }
        boolean isLong = entry.timeoutS < 0 || entry.timeoutS > TIMEOUT_MAX_S;
        return (isLong ? TIMEOUT_MAX_S : entry.timeoutS) * MS_PER_S;
    }

    /** Whether an entry cannot be later than another session of its client. */
    static boolean isOldNews(Entry entry) {
        return entry.protocol == ForwardedListener.TCP && (entry.flags & Entry.INACTIVE) != 0;
    }

    /** Whether all of a session's addresses are of one version. */
    static boolean isOfOneVersion(SyncedSession session) {
        boolean isIpv4 = Address.isIpv4(session.clientHigh, session.clientLow);
        return isIpv4 == Address.isIpv4(session.virtualHigh, session.virtualLow)
                && isIpv4 == Address.isIpv4(session.serverHigh, session.serverLow);
    }
}
