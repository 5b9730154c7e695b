package dev.sluice.director.session;

import java.lang.foreign.MemorySegment;

/**
 * Doubly linked lists through the entries of a slab; an entry is in one at most. A link is an id,
 * or, at either end, the list's number with its bits inverted: so an entry is taken out without
 * knowing what list it is in.
 */
final class SessionLists {
    private final MemorySegment slab;
    private final int[] first;
    private final int[] last;

    SessionLists(MemorySegment slab, int lists) {
        this.slab = slab;
        this.first = new int[lists];
        this.last = new int[lists];
        for (int list = 0; list < lists; list++) {
            first[list] = ~list;
        }
        System.arraycopy(first, 0, last, 0, lists);
    }

    /** The id of a list's first entry; 0 if it is empty. */
    int first(int list) {
        return Math.max(first[list], 0);
    }

    /** Puts an entry that is in no list at the end of one. */
    void append(int list, int id) {
        long at = SessionTable.offset(id);
        int before = last[list];
        Session.next(slab, at, ~list);
        Session.previous(slab, at, before);
        last[list] = id;
        if (before < 0) {
            first[list] = id;
        } else {
            Session.next(slab, SessionTable.offset(before), id);
        }
    }

    /** Takes an entry out of the list that it is in. */
    void remove(int id) {
        long at = SessionTable.offset(id);
        int before = Session.previous(slab, at);
        int after = Session.next(slab, at);
        if (before < 0) {
            first[~before] = after;
        } else {
            Session.next(slab, SessionTable.offset(before), after);
        }
        if (after < 0) {
            last[~after] = before;
        } else {
            Session.previous(slab, SessionTable.offset(after), before);
        }
    }

    /** Forgets all lists. */
    void clear() {
        for (int list = 0; list < first.length; list++) {
            first[list] = ~list;
            last[list] = ~list;
        }
    }
}
