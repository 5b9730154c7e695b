package dev.sluice.director.sync;

/**
 * Rows of a {@link SessionBook} whose sessions are over, as they came in: who ended first is
 * forgotten first. A list through two arrays; row 0 is none.
 */
final class EndedRows {
    private final int[] next;
    private final int[] previous;
    private int size;

    /**
     * @param rows how many there may be
     */
    EndedRows(int rows) {
        this.next = new int[rows + 1];
        this.previous = new int[rows + 1];
    }

    int size() {
        return size;
    }

    /** The one that came in before all others; 0 if there is none. */
    int first() {
        return next[0];
    }

    /** One that is not among them is the last from now on. */
    void append(int id) {
        int last = previous[0];
        next[last] = id;
        previous[id] = last;
        next[id] = 0;
        previous[0] = id;
        size++;
    }

    /** One of them is none any more. */
    void remove(int id) {
        next[previous[id]] = next[id];
        previous[next[id]] = previous[id];
        size--;
    }
}
