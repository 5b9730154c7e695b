package dev.sluice.proxy.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How a server answers, and what follows from it. Loops tell it; {@link Ejections} draws the
 * conclusions, under its own lock.
 *
 * <pre>
 *   IN ──ejected──→ EJECTED ──time over──→ ON_TRIAL ──one success──→ IN
 *                      ↑                       │
 *                      └──────one failure──────┘
 * </pre>
 *
 * While all goes well a loop writes nothing here that another loop reads often.
 */
final class Conduct {
    /** Where the server stands. */
    enum Standing {
        IN,
        EJECTED,
        ON_TRIAL
    }

    private final AnswerSums[] sums;
    private final AtomicInteger inARow = new AtomicInteger();
    private final Consequences consequences;
    private volatile Standing standing = Standing.IN;
    private volatile @Nullable String cause;
    private volatile @Nullable Ejections ejections;

    // Of Ejections, under its lock.
    private AnswerSums.Sum before = AnswerSums.Sum.NOTHING;
    private int times;
    private long untilNs;

    /** Hears what becomes of the server. Under a lock: takes no other. */
    interface Consequences {
        void ejected();

        void withheld();

        /** The trial went well. */
        void back();
    }

    Conduct(int loops, Consequences consequences) {
        this.sums = new AnswerSums[loops];
        for (int i = 0; i < loops; i++) {
            sums[i] = new AnswerSums();
        }
        this.consequences = consequences;
    }

    /** Whether it may get work, having {@code active} of it now: on trial, one at a time. */
    boolean admits(int active) {
        return switch (standing) {
            case IN -> true;
            case EJECTED -> false;
            case ON_TRIAL -> active == 0;
        };
    }

    Standing standing() {
        return standing;
    }

    /** Why it is not in; null while it is. */
    @Nullable String cause() {
        return cause;
    }

    // ---- what loops tell

    /** It took a request or a connection well. */
    void succeeded(int loop) {
        sums[loop].succeeded();
        if (inARow.getPlain() != 0) {
            inARow.set(0);
        }
        if (standing == Standing.ON_TRIAL) {
            Ejections by = ejections;
            if (by != null) {
                by.trialPassed(this);
            }
        }
    }

    /** It answered after so long. */
    void answered(int loop, long latencyNs) {
        sums[loop].answered(latencyNs / 1_000);
    }

    /** It did not take a request or a connection, or answered that it cannot. */
    void failed(int loop) {
        sums[loop].failed();
        int failures = inARow.incrementAndGet();
        Ejections by = ejections;
        if (by != null && standing != Standing.EJECTED) {
            by.failed(this, failures);
        }
    }

    /** Whether a status is a failure here. */
    boolean isFailure(int status) {
        Ejections by = ejections;
        return by == null ? status >= 500 : by.isFailure(status);
    }

    // ---- what Ejections does, under its lock

    void judgedBy(@Nullable Ejections by) {
        ejections = by;
        if (by == null) {
            comeIn();
        }
    }

    /** What came since this was last asked. */
    AnswerSums.Sum interval() {
        AnswerSums.Sum now = AnswerSums.of(sums);
        AnswerSums.Sum since = now.minus(before);
        before = now;
        return since;
    }

    /** How often it was ejected, less what good intervals have made up for. */
    int times() {
        return times;
    }

    void forgiveOnce() {
        times = Math.max(0, times - 1);
    }

    void eject(String why, long nowNs, long lengthNs) {
        times++;
        untilNs = nowNs + lengthNs;
        cause = why;
        inARow.set(0);
        standing = Standing.EJECTED;
        consequences.ejected();
    }

    void withhold() {
        inARow.set(0);
        consequences.withheld();
    }

    boolean isOver(long nowNs) {
        return standing == Standing.EJECTED && nowNs - untilNs >= 0;
    }

    void goOnTrial() {
        cause = "on trial after it was ejected";
        inARow.set(0);
        standing = Standing.ON_TRIAL;
    }

    void passTrial() {
        comeIn();
        consequences.back();
    }

    private void comeIn() {
        cause = null;
        standing = Standing.IN;
    }
}
