package dev.sluice.proxy.upstream;

import dev.sluice.model.PassiveHealth;
import dev.sluice.proxy.upstream.Conduct.Standing;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Ejects servers of a group for what their answers show, and lets them come back. Lives as long as
 * the group, so that a change of weights frees nobody.
 *
 * <p>Any thread, under a lock that is only taken where a server fails repeatedly, at the end of a
 * trial, and four times a second.
 */
final class Ejections {
    /** Two means of less than this differ by chance. */
    private static final double LEAST_LATENCY_US = 1_000;

    /** A median says something of three or more. */
    private static final int MEDIAN_OF = 3;

    private final LongSupplier clockNs;
    private PassiveHealth rules;
    private volatile StatusSet failures;
    private List<Conduct> members = List.of();
    private long judgedNs;

    /** What a server did in the last interval. */
    private record Seen(Conduct conduct, AnswerSums.Sum sum) {}

    Ejections(PassiveHealth rules, LongSupplier clockNs) {
        this.rules = rules;
        this.failures = StatusSet.of(rules.codes());
        this.clockNs = clockNs;
        this.judgedNs = clockNs.getAsLong();
    }

    /** Goes by these rules from now on, over these servers. */
    synchronized void update(PassiveHealth newest, List<Conduct> servers) {
        rules = newest;
        failures = StatusSet.of(newest.codes());
        for (Conduct gone : members) {
            if (!servers.contains(gone)) {
                gone.judgedBy(null);
            }
        }
        members = List.copyOf(servers);
        members.forEach(member -> member.judgedBy(this));
    }

    /** Ejects nobody any more. */
    synchronized void end() {
        members.forEach(member -> member.judgedBy(null));
        members = List.of();
    }

    boolean isFailure(int status) {
        return failures.contains(status);
    }

    /** How many may be ejected at once. */
    synchronized int most() {
        int share = members.size() * rules.ejectedMax() / 100;
        return Math.min(members.size() - 1, Math.max(1, share));
    }

    synchronized int ejected() {
        int ejected = 0;
        for (Conduct member : members) {
            if (member.standing() == Standing.EJECTED) {
                ejected++;
            }
        }
        return ejected;
    }

    /** A server has failed so many times in a row. */
    void failed(Conduct server, int inARow) {
        boolean onTrial = server.standing() == Standing.ON_TRIAL;
        if (!onTrial && inARow < rowLimit()) {
            return;
        }
        synchronized (this) {
            if (server.standing() == Standing.ON_TRIAL) {
                eject(server, "ejected again: it failed on trial", clockNs.getAsLong());
            } else if (server.standing() == Standing.IN && inARow >= rowLimit()) {
                eject(server, "ejected: " + inARow + " failures in a row", clockNs.getAsLong());
            }
        }
    }

    private int rowLimit() {
        int limit = rules.failures();
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    synchronized void trialPassed(Conduct server) {
        if (server.standing() == Standing.ON_TRIAL) {
            server.passTrial();
        }
    }

    /** Ends ejections whose time is over, and judges an interval that is. Some times a second. */
    synchronized void look() {
        long nowNs = clockNs.getAsLong();
        for (Conduct member : members) {
            if (member.isOver(nowNs)) {
                member.goOnTrial();
            }
        }
        if (nowNs - judgedNs >= rules.interval().toNanos()) {
            judgedNs = nowNs;
            judge(nowNs);
        }
    }

    private void judge(long nowNs) {
        List<Seen> seen =
                members.stream()
                        .map(member -> new Seen(member, member.interval()))
                        .filter(one -> one.sum.requests() >= rules.requests())
                        .filter(one -> one.conduct.standing() == Standing.IN)
                        .toList();
        judgeSuccess(seen, nowNs);
        judgeLatency(seen, nowNs);
        for (Seen one : seen) {
            if (one.conduct.standing() == Standing.IN) {
                one.conduct.forgiveOnce();
            }
        }
    }

    /** The worst first, since not all may be ejected. */
    private void judgeSuccess(List<Seen> seen, long nowNs) {
        seen.stream()
                .filter(one -> one.sum.successRate() * 100 < rules.successRate())
                .sorted(Comparator.comparingDouble(one -> one.sum.successRate()))
                .forEach(one -> eject(one.conduct, successCause(one.sum), nowNs));
    }

    private String successCause(AnswerSums.Sum sum) {
        return "ejected: %.0f %% of %d requests succeeded, not %d %%"
                .formatted(sum.successRate() * 100, sum.requests(), rules.successRate());
    }

    private void judgeLatency(List<Seen> seen, long nowNs) {
        double[] means =
                seen.stream()
                        .filter(one -> one.sum.answered() > 0)
                        .mapToDouble(one -> one.sum.meanUs())
                        .sorted()
                        .toArray();
        if (rules.latencyFactor() == 0 || means.length < MEDIAN_OF) {
            return;
        }
        double medianUs = means[(means.length - 1) / 2];
        double mostUs = Math.max(LEAST_LATENCY_US, medianUs * rules.latencyFactor());
        seen.stream()
                .filter(one -> one.sum.meanUs() > mostUs)
                .filter(one -> one.conduct.standing() == Standing.IN)
                .sorted(Comparator.comparingDouble(one -> -one.sum.meanUs()))
                .forEach(one -> eject(one.conduct, latencyCause(one.sum, medianUs), nowNs));
    }

    private static String latencyCause(AnswerSums.Sum sum, double medianUs) {
        return String.format(
                Locale.ROOT,
                "ejected: took %.1f ms to answer, others %.1f ms",
                sum.meanUs() / 1_000,
                medianUs / 1_000);
    }

    private void eject(Conduct server, String why, long nowNs) {
        if (!members.contains(server)) {
            return;
        }
        if (ejected() >= most()) {
            server.withhold();
            return;
        }
        Duration length = rules.ejection().multipliedBy(server.times() + 1L);
        Duration most = rules.ejectionMax();
        long lengthNs = (length.compareTo(most) < 0 ? length : most).toNanos();
        server.eject(why, nowNs, lengthNs);
    }
}
