package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.linux.space.NetworkSpace;
import java.util.concurrent.locks.LockSupport;

/** Programs that take connections some time after they were started. */
final class Listening {
    private static final int TRIES = 200;
    private static final long PAUSE_NS = 50_000_000;

    private Listening() {}

    /** Waits until somebody on a host listens at a TCP port. */
    static void await(NetworkSpace host, int port, String who) throws LabFailure {
        for (int tries = 0; tries < TRIES; tries++) {
            if (!host.exec("ss", "-ltnH", "sport", "= :" + port).isBlank()) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new LabFailure(who + " does not listen at port " + port);
    }
}
