package dev.sluice.director.worker;

import dev.sluice.linux.call.Polls;
import dev.sluice.linux.call.Wakeup;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * Where a worker waits when there is nothing to do: on its sockets, and on being woken. Others wake
 * it; all else is its own.
 *
 * <p>Whoever publishes something and then sees the worker awake may rely on the worker looking once
 * more: it first says that it sleeps, then looks, then sleeps.
 */
final class Sleeper implements AutoCloseable {
    private final Wakeup wakeup = new Wakeup();
    private final Polls polls;
    private volatile boolean asleep;

    /**
     * @param sockets descriptors of the worker's sockets
     */
    Sleeper(int... sockets) {
        this.polls = new Polls(sockets.length + 1);
        polls.add(wakeup.fd());
        for (int socket : sockets) {
            polls.add(socket);
        }
    }

    /**
     * Waits until a frame comes, somebody wakes it or time is over.
     *
     * @param isWorkThere looks once more at what others publish
     */
    void sleep(BooleanSupplier isWorkThere, long timeoutMs) {
        asleep = true;
        if (!isWorkThere.getAsBoolean()) {
            polls.await(timeoutMs);
        }
        asleep = false;
        if (polls.isReady(0)) {
            wakeup.clear();
        }
    }

    /** To be called after something was published. */
    void wakeIfAsleep() {
        VarHandle.fullFence();
        if (asleep) {
            wakeup.wake();
        }
    }

    @Override
    public void close() {
        polls.close();
        wakeup.close();
    }
}
