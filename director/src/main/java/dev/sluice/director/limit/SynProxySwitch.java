package dev.sluice.director.limit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether a listener whose {@code synProxy} is {@code auto} answers SYNs with cookies. On as soon
 * as more handshakes are half open than its budget; off again only after ten seconds in which
 * hardly a cookie stayed unanswered, so that it does not flutter while a flood goes on: then
 * nothing is half open, because cookies are sent. Shared by all workers; allocates nothing.
 */
public final class SynProxySwitch {
    private static final long WINDOW_MS = 10_000;

    /**
     * An eighth in ten seconds is three quarters of the budget in the minute a SYN is remembered.
     */
    private static final int CALM_PART = 8;

    private final int most;
    private final AtomicInteger halfOpen = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicLong windowEndsMs = new AtomicLong();
    private final AtomicInteger timesOn = new AtomicInteger();
    private volatile boolean on;
    private volatile long onUntilMs = Long.MIN_VALUE / 2;

    /**
     * @param most handshakes half open at once before it switches on
     */
    public SynProxySwitch(int most) {
        this.most = most;
    }

    /** A session began whose handshake is not finished. */
    public void begun(long nowMs) {
        if (halfOpen.incrementAndGet() > most && !on) {
            switchOn(nowMs);
        }
    }

    /** Such a session's handshake was finished, or the session is gone. */
    public void ended() {
        halfOpen.decrementAndGet();
    }

    private void switchOn(long nowMs) {
        unanswered.set(0);
        windowEndsMs.set(nowMs + WINDOW_MS);
        on = true;
        timesOn.incrementAndGet();
    }

    /** Whether SYNs are to be answered with cookies now. */
    public boolean isOn(long nowMs) {
        if (on) {
            long ends = windowEndsMs.get();
            if (nowMs - ends >= 0 && windowEndsMs.compareAndSet(ends, nowMs + WINDOW_MS)) {
                // Nobody asked for a whole window: no SYN came in the one that ends now.
                boolean silent = nowMs - ends >= WINDOW_MS;
                int left = silent ? 0 : unanswered.get();
                unanswered.set(0);
                on = left > most / CALM_PART || halfOpen.get() > most / 2;
                onUntilMs = nowMs;
            }
        }
        return on;
    }

    /** Whether it is on, or was within some time. */
    public boolean wasOn(long nowMs, long withinMs) {
        return on || nowMs - onUntilMs < withinMs;
    }

    /** A cookie was sent. */
    public void cookieSent() {
        unanswered.incrementAndGet();
    }

    /** A cookie came back. */
    public void cookieHeld() {
        unanswered.decrementAndGet();
    }

    /** Handshakes half open now. */
    public int halfOpen() {
        return halfOpen.get();
    }

    /** How many times it switched on. */
    public int timesOn() {
        return timesOn.get();
    }
}
