package dev.sluice.director.forward;

import dev.sluice.director.packet.Drop;
import dev.sluice.director.table.ForwardedListener;
import org.jspecify.annotations.Nullable;

/** Who may begin a session with a listener. */
final class Admission {
    private final Workbench bench;

    Admission(Workbench bench) {
        this.bench = bench;
    }

    /** Whether a packet may begin a session: {@link Drop#NONE} if it may. Changes nothing. */
    Drop check(int i, ForwardedListener listener) {
        Parsed parsed = bench.parsed;
        return listener.admits(parsed.sourceHigh[i], parsed.sourceLow[i])
                ? Drop.NONE
                : Drop.ACCESS_LIST;
    }

    /**
     * A session that was let in counts from now on.
     *
     * @param listener null if it is gone
     */
    void entered(@Nullable ForwardedListener listener) {}

    /**
     * A session that counted does so no more.
     *
     * @param listener null if it is gone
     */
    void left(@Nullable ForwardedListener listener) {}
}
