package dev.sluice.balance;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A server that is new or back gets its work little by little: a tenth of its share at first, more
 * by and by, all of it after some time.
 *
 * <p>Any thread. Asking costs one read while no slow start is under way.
 */
public final class SlowStart {
    private static final int LEAST = Servers.FULL / 10;

    private final AtomicReference<@Nullable Ramp> ramp = new AtomicReference<>();

    private record Ramp(long beganNs, long lengthNs) {}

    /** Begins one of this length; none where the length is 0. */
    public void begin(long lengthNs, long nowNs) {
        ramp.set(lengthNs == 0 ? null : new Ramp(nowNs, lengthNs));
    }

    /** Whether one is under way, or was when it was last asked. */
    public boolean underWay() {
        return ramp.get() != null;
    }

    /** The server's share now; see {@link Servers#share}. */
    public int share(long nowNs) {
        Ramp on = ramp.get();
        if (on == null) {
            return Servers.FULL;
        }
        long elapsedNs = Math.max(0, nowNs - on.beganNs);
        if (elapsedNs >= on.lengthNs) {
            ramp.compareAndSet(on, null);
            return Servers.FULL;
        }
        return LEAST + (int) ((Servers.FULL - LEAST) * ((double) elapsedNs / on.lengthNs));
    }
}
