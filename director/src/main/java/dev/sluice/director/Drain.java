package dev.sluice.director;

import dev.sluice.director.inspect.Duty;
import dev.sluice.director.own.vrrp.Standing;
import dev.sluice.model.node.ClusterReport.CountReport;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Takes a director out of service without loss, in this order: others become master of its virtual
 * routers, routers are told to send packets elsewhere, and every session comes to be known by a
 * live peer. Frames that were on their way are forwarded all the time.
 */
final class Drain implements Duty {
    /** For neighbours to hear where addresses went, and for frames that were on their way. */
    private static final long SETTLE_MS = 100;

    /** How long those are waited for who still send here. */
    private static final long QUIET_MS = 3_000;

    /** What the process gives itself when it is told to stop. */
    private static final long LEAVING_MS = 2_000;

    private enum Stage {
        SERVING,
        DRAINING,
        DRAINED
    }

    private final OwnedAddresses owned;
    private final Successors successors;
    private final Quiet quiet;
    private final Announcements announcements;
    private final Handover sessions;
    private final Runnable awaitGivenUp;
    private final LongSupplier nowMs;
    private volatile Stage stage = Stage.SERVING;

    /**
     * @param sent how many frames were sent by now
     * @param awaitGivenUp returns when the kernel forwards nothing any more of what was given up
     */
    Drain(
            OwnedAddresses owned,
            Announcements announcements,
            Handover sessions,
            LongSupplier sent,
            Runnable awaitGivenUp,
            LongSupplier nowMs) {
        this.owned = owned;
        this.successors = new Successors(owned, nowMs);
        this.quiet = new Quiet(sent, nowMs);
        this.announcements = announcements;
        this.sessions = sessions;
        this.awaitGivenUp = awaitGivenUp;
        this.nowMs = nowMs;
    }

    /** Whether it takes part, in a word. */
    String duty() {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized boolean drain(long timeoutMs, Consumer<String> say) {
        if (sessions.isShared() && !sessions.hasPeer()) {
            say.accept("not drained: no other director is heard that would go on with sessions");
            return false;
        }
        long beganMs = nowMs.getAsLong();
        long before = sessions.owned();
        stage = Stage.DRAINING;
        List<Standing> orphans = giveUp(say);
        if (!orphans.isEmpty()) {
            serve(say);
            say.accept("not drained: nobody else became master of " + Successors.names(orphans));
            return false;
        }
        withdraw(say);
        if (!quiet.await(nowMs.getAsLong() + QUIET_MS)) {
            say.accept("somebody still sends packets here, which are forwarded");
        }
        boolean all = handOver(before, beganMs + timeoutMs, say);
        awaitGivenUp.run();
        stage = Stage.DRAINED;
        say.accept(
                "%s after %s"
                        .formatted(
                                all ? "drained" : "drained, but not all was handed over",
                                seconds(nowMs.getAsLong() - beganMs)));
        return all;
    }

    /** The same for a process that is about to end, whatever becomes of it. */
    synchronized void leave(Consumer<String> say) {
        if (stage == Stage.DRAINED) {
            return;
        }
        long beganMs = nowMs.getAsLong();
        stage = Stage.DRAINING;
        giveUp(say);
        withdraw(say);
        if (sessions.isShared()) {
            handOver(sessions.owned(), beganMs + LEAVING_MS, say);
        }
        awaitGivenUp.run();
        stage = Stage.DRAINED;
    }

    private void withdraw(Consumer<String> say) {
        int told = announcements.withdraw();
        if (told > 0) {
            say.accept("routes are taken back from " + told + " routers, which prefer others");
        }
    }

    /**
     * Gives away what virtual routers have: addresses first, since what still comes for them begins
     * sessions, and those need local addresses.
     *
     * @return what nobody else became master of
     */
    private List<Standing> giveUp(Consumer<String> say) {
        List<Standing> orphans = successors.find(false, say);
        if (orphans.isEmpty()) {
            Pause.of(SETTLE_MS);
            orphans = successors.find(true, say);
        }
        return orphans;
    }

    /**
     * Waits until others would go on with all sessions.
     *
     * @param before how many this director forwarded when it began to be drained
     */
    private boolean handOver(long before, long deadlineMs, Consumer<String> say) {
        sessions.flush();
        Pause.of(SETTLE_MS);
        if (sessions.isShared() && sessions.hasPeer()) {
            Pause.until(() -> sessions.atRisk().isEmpty(), nowMs, deadlineMs);
        }
        List<CountReport> atRisk = sessions.atRisk();
        long lost = atRisk.stream().mapToLong(CountReport::count).sum();
        say.accept(
                "sessions: %d handed over, %d at risk%s"
                        .formatted(Math.max(0, before - lost), lost, reasons(atRisk)));
        return lost == 0;
    }

    private static String reasons(List<CountReport> atRisk) {
        return atRisk.isEmpty()
                ? ""
                : atRisk.stream()
                        .map(one -> one.count() + " " + one.what())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    @Override
    public synchronized void serve(Consumer<String> say) {
        announcements.comeBack();
        owned.serve();
        stage = Stage.SERVING;
        say.accept("takes part again");
    }

    private static String seconds(long ms) {
        return "%.1f s".formatted(ms / 1000.0);
    }
}
