package dev.sluice.proxy.upstream;

import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.Swept;
import org.jspecify.annotations.Nullable;

/**
 * A loop's open connections to one server that wait for work; the last one put back is taken first,
 * so that the rest may grow old and be closed. Owned by its loop.
 */
public final class IdleConnections implements Swept {
    private static final int MOST = 1024;
    private static final long OLDEST_NS = 55_000_000_000L;

    private Idle[] stack = new Idle[8];
    private long[] sinceNs = new long[8];
    private int count;
    private int sweepSlot = -1;
    private final Loop loop;

    /** An open connection without work. */
    public interface Idle {
        void closeIdle();
    }

    public IdleConnections(Loop loop) {
        this.loop = loop;
    }

    /**
     * Takes the one that has waited the shortest, or null.
     *
     * @param oldestNs how long it may have waited
     */
    public @Nullable Idle take(long oldestNs) {
        if (count == 0) {
            return null;
        }
        int top = count - 1;
        if (oldestNs != Long.MAX_VALUE && System.nanoTime() - sinceNs[top] > oldestNs) {
            return null;
        }
        count = top;
        return stack[top];
    }

    /** Keeps one for later. False when there are enough: the caller closes it. */
    public boolean put(Idle connection, long nowNs) {
        if (count == MOST) {
            return false;
        }
        if (count == stack.length) {
            stack = java.util.Arrays.copyOf(stack, count * 2);
            sinceNs = java.util.Arrays.copyOf(sinceNs, count * 2);
        }
        stack[count] = connection;
        sinceNs[count++] = nowNs;
        if (sweepSlot < 0) {
            loop.add(this);
        }
        return true;
    }

    /** Forgets a connection that closed by itself. */
    public void remove(Idle connection) {
        for (int i = count - 1; i >= 0; i--) {
            if (stack[i].equals(connection)) {
                System.arraycopy(stack, i + 1, stack, i, count - i - 1);
                System.arraycopy(sinceNs, i + 1, sinceNs, i, count - i - 1);
                count--;
                return;
            }
        }
    }

    public int size() {
        return count;
    }

    /** Closes them all. */
    public void closeAll() {
        while (count > 0) {
            stack[--count].closeIdle();
        }
        loop.remove(this);
    }

    @Override
    public void sweep(long nowNs) {
        int old = 0;
        while (old < count && nowNs - sinceNs[old] > OLDEST_NS) {
            old++;
        }
        closeOldest(old);
        if (count == 0) {
            loop.remove(this);
        }
    }

    /** The bottom of the stack is the oldest. */
    private void closeOldest(int number) {
        if (number == 0) {
            return;
        }
        Idle[] closing = java.util.Arrays.copyOf(stack, number);
        System.arraycopy(stack, number, stack, 0, count - number);
        System.arraycopy(sinceNs, number, sinceNs, 0, count - number);
        count -= number;
        for (Idle connection : closing) {
            connection.closeIdle();
        }
    }

    @Override
    public int sweepSlot() {
        return sweepSlot;
    }

    @Override
    public void sweepSlot(int slot) {
        sweepSlot = slot;
    }
}
