package dev.sluice.director.forward;

import dev.sluice.balance.StableHash;

/**
 * Which worker a session belongs to: it follows from the client's address and port alone, which
 * packets of both directions carry under nat; under fullnat, replies are named by their local port,
 * see {@link dev.sluice.director.session.LocalPorts#workerOf}.
 */
public final class Owner {
    private Owner() {}

    /**
     * The worker of a client's address and port.
     *
     * @param workers how many there are, a power of two
     */
    public static int of(long clientHigh, long clientLow, int clientPort, int workers) {
        long hash = StableHash.address(clientHigh, clientLow ^ ((long) clientPort << 48));
        return (int) (hash >>> 32) & (workers - 1);
    }
}
