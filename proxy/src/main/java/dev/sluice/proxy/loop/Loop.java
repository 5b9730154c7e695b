package dev.sluice.proxy.loop;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop and its sweep: four times a second everything registered is asked whether its time
 * is up. So a request starts no timer, and a deadline costs nothing until it passes.
 */
public final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long SWEEP_MS = 250;

    private final int index;
    private final EventLoop eventLoop;
    private Swept[] swept = new Swept[64];
    private int sweptCount;

    Loop(int index, EventLoop eventLoop) {
        this.index = index;
        this.eventLoop = eventLoop;
    }

    void start() {
        var _ =
                eventLoop.scheduleWithFixedDelay(
                        this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    /** Counts from 0. */
    public int index() {
        return index;
    }

    public EventLoop eventLoop() {
        return eventLoop;
    }

    /** Registers something with deadlines. Only on this loop. */
    public void add(Swept item) {
        if (sweptCount == swept.length) {
            swept = java.util.Arrays.copyOf(swept, sweptCount * 2);
        }
        item.sweepSlot(sweptCount);
        swept[sweptCount++] = item;
    }

    /** Forgets it. Only on this loop; harmless when it was not registered. */
    public void remove(Swept item) {
        int slot = item.sweepSlot();
        if (slot < 0) {
            return;
        }
        Swept last = swept[--sweptCount];
        swept[slot] = last;
        last.sweepSlot(slot);
        item.sweepSlot(-1);
        swept[sweptCount] = NOTHING;
    }

    private void sweep() {
        long nowNs = System.nanoTime();
        // From the end, so that an item that removes itself moves only what was already asked.
        for (int i = sweptCount - 1; i >= 0; i--) {
            if (i < sweptCount) {
                sweep(swept[i], nowNs);
            }
        }
    }

    /** One that fails must not end the deadlines of all others. */
    private static void sweep(Swept item, long nowNs) {
        try {
            item.sweep(nowNs);
        } catch (RuntimeException | AssertionError e) {
            LOG.error("a deadline could not be looked at", e);
        }
    }

    private static final Swept NOTHING =
            new Swept() {
                @Override
                public void sweep(long nowNs) {}

                @Override
                public int sweepSlot() {
                    return -1;
                }

                @Override
                public void sweepSlot(int slot) {}
            };
}
