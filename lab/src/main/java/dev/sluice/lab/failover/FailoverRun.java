package dev.sluice.lab.failover;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.region.RegionNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One region, one fault after the other: clients talk, the fault comes, somebody takes over, all is
 * made well again, and every connection's fate is counted.
 */
public final class FailoverRun implements AutoCloseable {
    private static final int SPECIAL = 100;
    private static final int BULKY = 12;
    private static final int FLOWS = 100;
    private static final int BEATS = 32;
    private static final int BURST = 60;
    private static final Duration LEAST = Duration.ofSeconds(3);
    private static final Duration LIMIT = Talks.SILENCE.plusSeconds(2);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(30);
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);
    private static final Duration LATE_BEFORE = Duration.ofMillis(200);
    private static final long OVERDUE_NS = 500_000_000;
    private static final int STORIES = 20;
    private static final String UNSETTLED =
            "**addresses were not back at their owners, or sessions not known to all, in time**; ";

    private final FailoverPlan plan;
    private final FailoverRegion region;
    private final Faults faults;
    private final Consumer<String> progress;

    private FailoverRun(FailoverPlan plan, FailoverRegion region, Consumer<String> progress) {
        this.plan = plan;
        this.region = region;
        var soak = new Soak(region, plan.soak(), progress);
        this.faults = new Faults(region, plan.perSecond(), soak, progress);
        this.progress = progress;
    }

    /** Makes the region; what an earlier one left behind goes. */
    public static FailoverRun up(FailoverPlan plan, Consumer<String> progress) throws LabFailure {
        return new FailoverRun(plan, FailoverRegion.up(plan, progress), progress);
    }

    /**
     * All faults of the plan, one after the other. What cannot be done ends the run; what was until
     * then stays told.
     */
    public void run(Consumer<FaultReport> reports) throws LabFailure {
        for (Fault fault : plan.faults()) {
            FaultReport report = one(fault);
            reports.accept(report);
            progress.accept(
                    "%s, %s: %d broken, takeover %.0f ms, stall ≤ %.0f ms, on return ≤ %.0f ms%s %s %s"
                            .formatted(
                                    plan.ownership().name().toLowerCase(Locale.ROOT),
                                    fault.words(),
                                    report.broken(),
                                    report.taken().takeoverMs(),
                                    report.taken().stallsMs().most(),
                                    report.all().stallsMs().most(),
                                    report.agreedMs().stream()
                                            .mapToObj(", tables agreed after %.0f ms"::formatted)
                                            .collect(Collectors.joining()),
                                    report.all().reasons(),
                                    report.note()));
        }
    }

    private FaultReport one(Fault fault) throws LabFailure {
        prepare(fault == Fault.UPGRADE ? plan.upgradePerSecond() : plan.perSecond());
        faults.before(fault);
        tell(Talks::mark);
        tell(talks -> talks.finish(Kind.LATE));
        pause(LATE_BEFORE);
        long faultNs = System.nanoTime();
        region.talks()
                .tell(talks -> {
                    talks.finish(Kind.ENDING);
                    talks.burst(Kind.YOUNG, BURST);
                });
        faults.strike(fault);
        awaitTalking(faultNs);
        Survivors taken = survivors(faultNs);
        askIdle(0);
        double lateMs = lateMs();
        tell(Talks::mark);
        faults.heal(fault);
        boolean settled = await(SETTLE_LIMIT, region::isSettled);
        pause(AFTERWARDS);
        awaitTalking(System.nanoTime());
        askIdle(1);
        Survivors all = survivors(faultNs);
        tellBroken(faultNs);
        return new FaultReport(
                fault,
                taken,
                all,
                region.unfinished(),
                faults.agreedMs(),
                faults.soaked(),
                settled ? faults.note() : UNSETTLED + faults.note(),
                Math.max(lateMs, lateMs()));
    }

    /** How long clients themselves kept everybody waiting, which nobody else is to blame for. */
    private double lateMs() {
        return region.talks().ask(Talks::lateMostNs) / 1e6;
    }

    /** Makes up for what broke, and waits until all is well. */
    private void prepare(int perSecond) throws LabFailure {
        if (!await(SETTLE_LIMIT, region::isSettled)) {
            progress.accept("the directors have not come back to how they were");
        }
        tell(Talks::forget);
        top(Kind.ACTIVE, plan.active());
        region.idle().fill();
        top(Kind.HALF_CLOSED, SPECIAL);
        top(Kind.IN_FLIGHT, BULKY);
        top(Kind.LATE, SPECIAL);
        top(Kind.ENDING, SPECIAL);
        top(Kind.DATAGRAMS, FLOWS);
        top(Kind.BEAT, BEATS);
        tell(talks -> talks.rate(perSecond));
        boolean ready =
                await(
                        Duration.ofSeconds(60),
                        () ->
                                region.talks()
                                                .ask(talks ->
                                                        talks.pending() < BURST && answered(talks))
                                        && region.idle().areAnswered());
        if (!ready) {
            progress.accept("not all connections were answered before the fault");
        }
        // What connecting left behind is cleared now, not while stalls are measured.
        System.gc();
        pause(AFTERWARDS);
    }

    private static boolean answered(Talks talks) {
        return talks.talks().stream()
                .noneMatch(talk -> talk.isLive() && talk.kind != Kind.YOUNG && talk.received == 0);
    }

    private void top(Kind kind, int wanted) {
        tell(talks -> {
            long there = talks.talks().stream().filter(talk -> isOf(talk, kind)).count();
            talks.open(kind, (int) Math.max(0, wanted - there));
        });
    }

    /** Who has ended its half is of use only where that is what it is for. */
    private static boolean isOf(Talk talk, Kind kind) {
        boolean usable = kind == Kind.HALF_CLOSED ? talk.isLive() : talk.phase == Talk.Phase.OPEN;
        return talk.kind == kind && usable;
    }

    /** Until everybody has heard something since, or been silent for too long. */
    private void awaitTalking(long sinceNs) throws LabFailure {
        await(
                LIMIT,
                () -> {
                    long nowNs = System.nanoTime();
                    return nowNs - sinceNs >= LEAST.toNanos()
                            && region.talks().ask(talks -> isTalking(talks, sinceNs, nowNs));
                });
    }

    private static boolean isTalking(Talks talks, long sinceNs, long nowNs) {
        return talks.talks().stream()
                .filter(talk -> talk.kind != Kind.YOUNG || talk.beganNs - sinceNs < 0)
                .noneMatch(talk -> talk.isOverdue(nowNs - OVERDUE_NS));
    }

    private void askIdle(int half) throws LabFailure {
        region.idle().say(half);
        await(LIMIT, region.idle()::areAnswered);
    }

    private Survivors survivors(long faultNs) throws LabFailure {
        long struckNs = faults.struckNs();
        return region.talks()
                .ask(talks -> Survivors.of(talks.talks(), faultNs, struckNs, System.nanoTime()))
                .with(region.idle().fates());
    }

    /** What only figures are made of otherwise, and what to look for elsewhere. */
    private void tellBroken(long faultNs) {
        List<String> stories =
                region.talks()
                        .ask(talks ->
                                talks.talks().stream()
                                        .filter(Talk::isBroken)
                                        .map(talk -> talk.story(faultNs))
                                        .toList());
        if (stories.isEmpty()) {
            return;
        }
        long sinceMs = (System.nanoTime() - faultNs) / 1_000_000;
        progress.accept("  the fault was at " + Instant.now().minusMillis(sinceMs));
        stories.stream().limit(STORIES).forEach(story -> progress.accept("  broken: " + story));
        if (stories.size() > STORIES) {
            progress.accept("  and %,d more".formatted(stories.size() - STORIES));
        }
        for (RegionNode director : region.directors()) {
            progress.accept(
                    "  %s has %s".formatted(director.name(), region.figures(director).troubles()));
        }
    }

    private void tell(Consumer<Talks> what) {
        region.talks()
                .ask(talks -> {
                    what.accept(talks);
                    return true;
                });
    }

    /** What is waited for. */
    private interface Condition {
        boolean holds() throws LabFailure;
    }

    private static boolean await(Duration limit, Condition condition) throws LabFailure {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            pause(Duration.ofMillis(100));
        }
        return true;
    }

    static void pause(Duration time) {
        long untilNs = System.nanoTime() + time.toNanos();
        for (long leftNs = time.toNanos(); leftNs > 0; leftNs = untilNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    @Override
    public void close() {
        region.close();
    }
}
