package dev.sluice.director.table;

import java.util.Arrays;

/**
 * Which servers a listener's packets do not get to, though the servers are well: those that did not
 * answer for the virtual address when they were asked by the listener's own method. One thread
 * writes; any reads, without a lock.
 */
public final class ServerPaths {
    private static final int[] NONE = {};

    private volatile int[] closed = NONE;

    /** Whether packets get to the server of a number, as far as is known. */
    public boolean isOpen(int server) {
        int[] now = closed;
        for (int one : now) {
            if (one == server) {
                return false;
            }
        }
        return true;
    }

    /** Says which ones they do not get to; all others they do. */
    public void closed(int[] servers) {
        if (!Arrays.equals(closed, servers)) {
            closed = servers.clone();
        }
    }
}
