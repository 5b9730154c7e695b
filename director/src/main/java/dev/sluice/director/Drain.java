package dev.sluice.director;

import dev.sluice.director.inspect.Duty;
import dev.sluice.director.own.vrrp.Standing;
import dev.sluice.director.own.vrrp.State;
import dev.sluice.model.node.ClusterReport.CountReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Takes a director out of service without loss, in this order: others become master of its virtual
 * routers, routers are told to send packets elsewhere, and every session comes to be known by a
 * live peer. Frames that were on their way are forwarded all the time.
 */
final class Drain implements Duty {
    private static final long STEP_MS = 10;

    /** For frames that were on their way when another took over. */
    private static final long SETTLE_MS = 50;

    /** Beyond three intervals, for who is to become master after a goodbye. */
    private static final long TAKE_OVER_MS = 500;

    private static final int INTERVALS = 3;

    /** What the process gives itself when it is told to stop. */
    private static final long LEAVING_MS = 2_000;

    private enum Stage {
        SERVING,
        DRAINING,
        DRAINED
    }

    private final OwnedAddresses owned;
    private final Announcements announcements;
    private final Handover sessions;
    private final LongSupplier nowMs;
    private volatile Stage stage = Stage.SERVING;

    Drain(
            OwnedAddresses owned,
            Announcements announcements,
            Handover sessions,
            LongSupplier nowMs) {
        this.owned = owned;
        this.announcements = announcements;
        this.sessions = sessions;
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
            say.accept("not drained: nobody else became master of " + names(orphans));
            return false;
        }
        withdraw(say);
        boolean all = handOver(before, beganMs + timeoutMs, say);
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
        stage = Stage.DRAINED;
    }

    private void withdraw(Consumer<String> say) {
        int told = announcements.withdraw();
        if (told > 0) {
            say.accept("routes are taken back from " + told + " routers, which prefer others");
        }
    }

    /**
     * Ends being master.
     *
     * @return what nobody else became master of
     */
    private List<Standing> giveUp(Consumer<String> say) {
        List<Standing> waiting = new ArrayList<>(masterOf());
        owned.drain();
        if (waiting.isEmpty()) {
            return waiting;
        }
        long beganMs = nowMs.getAsLong();
        int slowestMs = waiting.stream().mapToInt(one -> one.router().intervalMs()).max().orElse(0);
        var said = new HashSet<>();
        await(
                beganMs + TAKE_OVER_MS + (long) INTERVALS * slowestMs,
                () -> {
                    for (Standing now : owned.standings()) {
                        boolean elsewhere = now.state() == State.STOPPED && now.master() != null;
                        if (elsewhere
                                && waiting.removeIf(
                                        one -> one.router().key().equals(now.router().key()))
                                && said.add(now.router().key())) {
                            say.accept(
                                    "%s is %s's after %d ms"
                                            .formatted(
                                                    name(now),
                                                    now.master(),
                                                    nowMs.getAsLong() - beganMs));
                        }
                    }
                    return waiting.isEmpty();
                });
        pause(SETTLE_MS);
        return waiting;
    }

    private List<Standing> masterOf() {
        return owned.standings().stream().filter(one -> one.state() == State.MASTER).toList();
    }

    private static String names(List<Standing> standings) {
        return standings.stream().map(Drain::name).collect(Collectors.joining(", "));
    }

    private static String name(Standing standing) {
        return "virtual router %d at %s (%s)"
                .formatted(
                        standing.router().id(),
                        standing.router().link(),
                        standing.router().ipv6() ? "IPv6" : "IPv4");
    }

    /**
     * Waits until others would go on with all sessions.
     *
     * @param before how many this director forwarded when it began to be drained
     */
    private boolean handOver(long before, long deadlineMs, Consumer<String> say) {
        sessions.flush();
        pause(SETTLE_MS);
        if (sessions.isShared() && sessions.hasPeer()) {
            await(deadlineMs, () -> sessions.atRisk().isEmpty());
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

    private void await(long deadlineMs, BooleanSupplier done) {
        while (!done.getAsBoolean() && nowMs.getAsLong() < deadlineMs) {
            pause(STEP_MS);
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String seconds(long ms) {
        return "%.1f s".formatted(ms / 1000.0);
    }
}
