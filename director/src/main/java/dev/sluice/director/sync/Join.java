package dev.sluice.director.sync;

import dev.sluice.director.session.TcpStates;

/**
 * What two directors that know the same session differently agree on. The result does not depend on
 * the order in which they hear of each other, nor on how often: what is joined is a semilattice.
 *
 * <ul>
 *   <li>The greater incarnation wins with all it says: it is the later connection of that client
 *       and port, and the client has forgotten the earlier one.
 *   <li>Within an incarnation, the greater (change, owner) says who owns the session, whether it is
 *       over and how long it lives. So an end that was not told of somebody's later change does not
 *       end it.
 *   <li>What each may have seen a half of is added up: the state goes on to the later one, and of
 *       two directors that saw one end's FIN each, to where both were seen. Of the flags, the low
 *       byte gains and the high byte loses. Deltas stay once they are known.
 * </ul>
 */
final class Join {
    private static final int[] STATES = new int[TcpStates.COUNT * TcpStates.COUNT];

    static {
        for (int one = 0; one < TcpStates.COUNT; one++) {
            for (int other = 0; other < TcpStates.COUNT; other++) {
                STATES[one * TcpStates.COUNT + other] = joined(one, other);
            }
        }
    }

    private Join() {}

    /** Which of two stamps is greater, as {@link Long#compare} says it. */
    static int compareStamps(SyncedSession one, SyncedSession other) {
        int order = Long.compareUnsigned(one.incarnation, other.incarnation);
        if (order == 0) {
            order = Integer.compareUnsigned(one.change, other.change);
        }
        return order != 0 ? order : Integer.compare(one.owner, other.owner);
    }

    /**
     * Joins what is heard into what is known, of the same key. How long it lives is the greater
     * stamp's; of the same stamps, that of what is heard.
     *
     * @return whether what is known has changed in more than how long it lives
     */
    static boolean into(SyncedSession known, SyncedSession heard) {
        int order = compareStamps(heard, known);
        if (heard.incarnation != known.incarnation) {
            if (order > 0) {
                known.copy(heard);
            }
            return order > 0;
        }
        boolean changed = order > 0;
        if (hasBody(heard)) {
            changed |= hasBody(known) ? addUp(known, heard) : takeAll(known, heard);
        }
        if (order >= 0) {
            known.copyStamp(heard);
            if (hasBody(heard)) {
                known.timeoutMs = heard.timeoutMs;
                known.livesMs = heard.livesMs;
            }
        }
        return changed;
    }

    /** Whether more is known of it than that it is over. */
    private static boolean hasBody(SyncedSession session) {
        return session.timeoutMs != 0;
    }

    /** What is known of it so far is only that it is over. */
    private static boolean takeAll(SyncedSession known, SyncedSession heard) {
        int change = known.change;
        int owner = known.owner;
        boolean isEnded = known.isEnded;
        known.copy(heard);
        known.change = change;
        known.owner = owner;
        known.isEnded = isEnded;
        return false;
    }

    private static boolean addUp(SyncedSession known, SyncedSession heard) {
        int state = states(known.state, heard.state);
        int flags = flags(known.flags, heard.flags);
        boolean changed = state != known.state || flags != known.flags;
        if (shiftsMore(heard, known)) {
            known.deltaOut = heard.deltaOut;
            known.deltaBegin = heard.deltaBegin;
            known.windowIn = heard.windowIn;
            known.windowOut = heard.windowOut;
            changed = true;
        }
        known.state = state;
        known.flags = flags;
        return changed;
    }

    /** Which deltas stay: those that are known; of two, which cannot be, the greater. */
    private static boolean shiftsMore(SyncedSession one, SyncedSession other) {
        int order =
                Integer.compare(
                        one.flags & SyncedSession.HAS_DELTAS,
                        other.flags & SyncedSession.HAS_DELTAS);
        if (order == 0) {
            order = Integer.compareUnsigned(one.deltaOut, other.deltaOut);
        }
        if (order == 0) {
            order = Integer.compareUnsigned(one.deltaBegin, other.deltaBegin);
        }
        return (order != 0 ? order : windows(one) - windows(other)) > 0;
    }

    private static int windows(SyncedSession session) {
        return (session.windowIn & 0xFF) << 8 | (session.windowOut & 0xFF);
    }

    static int flags(int one, int other) {
        return ((one | other) & 0xFF) | (one & other & 0xFF00);
    }

    static int states(int one, int other) {
        return STATES[one * TcpStates.COUNT + other];
    }

    /** Whether a session that goes from one state to another begins anew. */
    static boolean beginsAnew(int from, int to) {
        int established = rank(TcpStates.ESTABLISHED);
        return rank(from) > established && rank(to) <= established;
    }

    private static int joined(int one, int other) {
        boolean bothEnds =
                (one == TcpStates.FIN_WAIT && isServersEnd(other))
                        || (other == TcpStates.FIN_WAIT && isServersEnd(one));
        if (bothEnds) {
            return TcpStates.TIME_WAIT;
        }
        return rank(one) >= rank(other) ? one : other;
    }

    private static boolean isServersEnd(int state) {
        return state == TcpStates.CLOSE_WAIT || state == TcpStates.LAST_ACK;
    }

    /** How far a connection is; the two that share a place are joined apart. */
    private static int rank(int state) {
        return switch (state) {
            case TcpStates.NONE -> 0;
            case TcpStates.LISTEN -> 1;
            case TcpStates.SYN_SENT -> 2;
            case TcpStates.SYN_RECV -> 3;
            case TcpStates.SYNACK -> 4;
            case TcpStates.ESTABLISHED -> 5;
            case TcpStates.FIN_WAIT, TcpStates.CLOSE_WAIT -> 6;
            case TcpStates.LAST_ACK -> 7;
            case TcpStates.TIME_WAIT -> 8;
            default -> 9;
        };
    }
}
