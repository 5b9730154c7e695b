package dev.sluice.lab.sync;

import dev.sluice.lab.failover.Impairer;
import dev.sluice.lab.failover.Impairment;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.sync.SharingDirector.Joined;
import dev.sluice.lab.sync.SharingDirector.Memory;
import dev.sluice.lab.sync.SharingDirector.Sample;
import dev.sluice.lab.sync.SharingDirector.Times;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/** What is measured of directors that share sessions. */
public final class SyncTrials {
    private static final int BEGIN_PER_SECOND = 200_000;
    private static final int DIRECTORS = 3;

    /** For which processes run before something is asked of them. */
    public static final int SETTLE_MS = 3_000;

    /** Ends of sessions are remembered for 10 s, and take the room of one for as long. */
    private static final int REMEMBERED_S = 15;

    private static final int PATIENCE_S = 60;
    private static final double LOST = 0.3;

    private final SharingDirector.Starter starter;

    public SyncTrials(SharingDirector.Starter starter) {
        this.starter = starter;
    }

    /**
     * A director that joins another.
     *
     * @param before its worker's rounds without it
     * @param during its worker's rounds meanwhile
     * @param entering what of them was the entering of sessions
     * @param askerCpuNs of its thread that shares sessions
     * @param answererCpuNs of the other's
     * @param bytes of memory a session takes there
     */
    public record Bulk(
            Joined joined,
            Times before,
            Times during,
            Times entering,
            long askerCpuNs,
            long answererCpuNs,
            Memory bytes) {}

    /** One after the other joins somebody who has so many sessions. */
    public List<Bulk> bulks(int sessions, int runs, Consumer<Bulk> done) throws LabFailure {
        var bulks = new ArrayList<Bulk>();
        int room = sessions + sessions / 8 + 10_000;
        try (SyncBed bed = SyncBed.make(2);
                SharingDirector one = starter.start(bed, 1, false, room)) {
            one.share();
            one.begin(sessions, BEGIN_PER_SECOND);
            for (int run = 0; run < runs; run++) {
                try (SharingDirector other = starter.start(bed, 2, true, room)) {
                    Bulk bulk = bulk(one, other, sessions);
                    done.accept(bulk);
                    bulks.add(bulk);
                }
            }
        }
        return bulks;
    }

    private static Bulk bulk(SharingDirector one, SharingDirector other, int sessions)
            throws LabFailure {
        other.pass(SETTLE_MS);
        Memory memory = other.memory();
        other.rounds();
        other.pass(SETTLE_MS);
        Times before = other.rounds();
        other.entering();
        long own = other.sample().sessions();
        long answererNs = one.sample().syncNs();
        Joined joined = other.join(own + sessions);
        Times during = other.rounds();
        Times entering = other.entering();
        long askerNs = other.sample().syncNs();
        answererNs = one.sample().syncNs() - answererNs;
        Memory all = other.memory();
        var each =
                new Memory(
                        (all.residentBytes() - memory.residentBytes()) / sessions,
                        (all.heapBytes() - memory.heapBytes()) / sessions);
        return new Bulk(joined, before, during, entering, askerNs, answererNs, each);
    }

    /**
     * What the lives of sessions cost.
     *
     * @param toldNs of the process that had them, without its worker
     * @param heardNs of the process of the peer
     * @param tellerNs of the first's thread that shares sessions
     * @param hearerNs of the peer's
     * @param enteringNs of the peer's worker
     */
    public record Lives(
            int count, long toldNs, long heardNs, long tellerNs, long hearerNs, long enteringNs) {}

    /** Sessions begin, close and end at one director, and a peer hears of it. */
    public Lives lives(int count, int perSecond) throws LabFailure {
        int room = REMEMBERED_S * perSecond;
        try (SyncBed bed = SyncBed.make(2);
                SharingDirector one = starter.start(bed, 1, false, room);
                SharingDirector peer = starter.start(bed, 2, false, room)) {
            one.share();
            peer.share();
            one.pass(SETTLE_MS);
            one.live(count, perSecond);
            Sample oneBefore = one.sample();
            Sample peerBefore = peer.sample();
            one.live(count, perSecond);
            awaitNone(peer);
            Sample oneAfter = one.sample();
            Sample peerAfter = peer.sample();
            long working = oneAfter.workerNs() - oneBefore.workerNs();
            return new Lives(
                    count,
                    oneAfter.cpuNs() - oneBefore.cpuNs() - working,
                    peerAfter.cpuNs() - peerBefore.cpuNs(),
                    oneAfter.syncNs() - oneBefore.syncNs(),
                    peerAfter.syncNs() - peerBefore.syncNs(),
                    peerAfter.workerNs() - peerBefore.workerNs());
        }
    }

    private static void awaitNone(SharingDirector peer) throws LabFailure {
        long began = System.nanoTime();
        for (long left = 1; left != 0; left = peer.sample().sessions()) {
            if (System.nanoTime() - began > PATIENCE_S * 1_000_000_000L) {
                throw new LabFailure("a peer still has " + left + " sessions");
            }
            peer.pass(SETTLE_MS / 10);
        }
    }

    /**
     * What a bad network did.
     *
     * @param agreeMs until tables agreed, from when it was good again
     * @param sentAgain datagrams of all
     * @param bulks transfers that were asked for
     * @param differed whether tables differed when it ended
     */
    public record Loss(long agreeMs, long sentAgain, long bulks, boolean differed) {}

    /** Sessions come and go at three directors while their network loses some of all frames. */
    public List<Loss> losses(
            int standing, int perSecond, int seconds, int runs, Consumer<Loss> done)
            throws LabFailure {
        var losses = new ArrayList<Loss>();
        int room = DIRECTORS * (standing + REMEMBERED_S * perSecond);
        var all = new ArrayList<SharingDirector>();
        try (SyncBed bed = SyncBed.make(DIRECTORS);
                Impairer network = bed.impair()) {
            for (int number = 1; number <= DIRECTORS; number++) {
                all.add(starter.start(bed, number, false, room));
                all.getLast().share();
            }
            for (SharingDirector one : all) {
                one.begin(standing, BEGIN_PER_SECOND);
            }
            for (int run = 0; run < runs; run++) {
                Loss loss = loss(all, network, perSecond, seconds);
                done.accept(loss);
                losses.add(loss);
            }
        } finally {
            all.forEach(SharingDirector::close);
        }
        return losses;
    }

    private static Loss loss(
            List<SharingDirector> all, Impairer network, int perSecond, int seconds)
            throws LabFailure {
        for (SharingDirector one : all) {
            one.churn(perSecond);
        }
        all.getFirst().pass(SETTLE_MS);
        long again = sum(all, true);
        long bulks = sum(all, false);
        network.be(Impairment.losing(LOST));
        all.getFirst().pass(seconds * 1_000);
        for (SharingDirector one : all) {
            one.rest();
        }
        network.be(Impairment.NONE);
        long began = System.nanoTime();
        boolean differed = !agree(all);
        for (boolean agree = !differed; !agree; agree = agree(all)) {
            if (System.nanoTime() - began > PATIENCE_S * 1_000_000_000L) {
                throw new LabFailure("tables do not agree " + PATIENCE_S + " s after the loss");
            }
        }
        long agreeMs = (System.nanoTime() - began) / 1_000_000;
        return new Loss(agreeMs, sum(all, true) - again, sum(all, false) - bulks, differed);
    }

    private static boolean agree(List<SharingDirector> all) throws LabFailure {
        var digests = new HashSet<String>();
        for (SharingDirector one : all) {
            digests.add(one.digest());
        }
        return digests.size() == 1;
    }

    private static long sum(List<SharingDirector> all, boolean again) throws LabFailure {
        long sum = 0;
        for (SharingDirector one : all) {
            Sample sample = one.sample();
            sum += again ? sample.sentAgain() : sample.bulks();
        }
        return sum;
    }
}
