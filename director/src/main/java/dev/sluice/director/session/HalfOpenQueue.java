package dev.sluice.director.session;

import java.lang.foreign.MemorySegment;

/**
 * Sessions whose handshake is not finished, or which the server has not answered, in the order in
 * which they came: a list for TCP and one for the rest. All of a list have the same time, so the
 * list is their timer too, which no one overstays by more than that time.
 *
 * <p>What gives way is the first of the longer list, so that a flood of one protocol displaces only
 * its own. One that was heard of again since it was queued is passed over once: a flood with forged
 * addresses sends one packet for each.
 */
final class HalfOpenQueue {
    /** Lists that it takes. */
    static final int LISTS = 2;

    /** How long TCP may take for a handshake: SYN_RECV of IPVS. */
    static final int TCP_MS = 60_000;

    /** How long a server may take to answer a datagram: as connection tracking of Linux has it. */
    static final int UDP_MS = 30_000;

    private static final int PASSED_OVER_MAX = 8;
    private static final int TCP = 6;

    private final MemorySegment slab;
    private final SessionLists lists;
    private final int list;
    private final int[] count = new int[LISTS];

    HalfOpenQueue(MemorySegment slab, SessionLists lists, int list) {
        this.slab = slab;
        this.lists = lists;
        this.list = list;
    }

    static int timeoutMs(int protocol) {
        return protocol == TCP ? TCP_MS : UDP_MS;
    }

    int size() {
        return count[0] + count[1];
    }

    void append(int id) {
        long at = SessionTable.offset(id);
        int which = which(at);
        count[which]++;
        lists.append(list + which, id);
        int flags = Session.flags(slab, at) & ~Session.SEEN_AGAIN;
        Session.flags(slab, at, flags | Session.HALF_OPEN);
    }

    void remove(int id) {
        long at = SessionTable.offset(id);
        count[which(at)]--;
        lists.remove(id);
        Session.unmark(slab, at, Session.HALF_OPEN | Session.SEEN_AGAIN);
    }

    /** The session that gives way next; 0 if there is none. */
    int oldest() {
        int which = count[0] >= count[1] ? 0 : 1;
        passOver(which);
        return lists.first(list + which);
    }

    /** A session whose time is over; 0 if none is. */
    int overdue(long nowMs) {
        for (int which = 0; which < LISTS; which++) {
            passOver(which);
            int id = lists.first(list + which);
            if (id != 0 && Session.leftMs(slab, SessionTable.offset(id), nowMs) <= 0) {
                return id;
            }
        }
        return 0;
    }

    /** Puts those at the head that were heard of again at the end, some at a time. */
    private void passOver(int which) {
        for (int passed = 0; passed < PASSED_OVER_MAX; passed++) {
            int id = lists.first(list + which);
            if (id == 0 || !Session.has(slab, SessionTable.offset(id), Session.SEEN_AGAIN)) {
                return;
            }
            requeue(id);
        }
    }

    private void requeue(int id) {
        remove(id);
        append(id);
    }

    private int which(long at) {
        return Session.protocol(slab, at) == TCP ? 0 : 1;
    }
}
