package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.FragmentTable;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.model.Forwarding;

/**
 * Has fragments of a packet go where its first one goes, which alone has ports. Those that come
 * before it are held until it comes, or until their time is over.
 *
 * <p>Which queue a fragment comes in by depends on addresses alone, and not on ports as for whole
 * packets. So each packet has a worker that sees all its fragments first, its <em>home</em>: from
 * the first one it learns to whose session they belong, and gives them to that worker, marked, in
 * the order in which the first one is the first.
 *
 * <pre>
 *  worker that received → home ──(first seen)──→ owner of the session → out
 *                           └ holds the others until then
 * </pre>
 *
 * What was decided of a packet is a number in its {@link FragmentTable}:
 *
 * <pre>
 *  0                                nothing yet
 *  1                                goes nowhere
 *  worker << 2 | 2                  belongs to another worker
 *  incarnation << 33 | session << 2 | 3    belongs to a session, {@code id << 1 | direction}
 * </pre>
 */
final class FollowFragments {
    /** How many packets are remembered at once. */
    static final int PACKETS_MAX = 1024;

    /** How many frames are held at once. */
    static final int FRAMES_MAX = 128;

    /** How long a packet is remembered. */
    static final int TIMEOUT_MS = 5_000;

    private static final long NOWHERE = 1;
    private static final long OTHERS = 2;
    private static final long SESSION = 3;
    private static final long KIND_MASK = 3;
    private static final int INCARNATION_SHIFT = 33;
    private static final long SESSION_MASK = 0x7FFF_FFFFL;

    private final Workbench bench;
    private final Parse parse;
    private final LookUp lookUp;
    private final Passage passage;
    private final FragmentMark mark;
    private final FragmentTable table;
    private final FragmentFields fields = new FragmentFields();

    /** The way of packets whose session is known, or can be found by their ports. */
    interface Passage {
        /** Treats a first fragment as if it were the whole packet. */
        void flow(int i);

        /** Sends another one after it. */
        void later(int i, int id, int direction);
    }

    FollowFragments(Workbench bench, Parse parse, LookUp lookUp, Passage passage) {
        this.bench = bench;
        this.parse = parse;
        this.lookUp = lookUp;
        this.passage = passage;
        this.mark = new FragmentMark(bench);
        this.table = new FragmentTable(PACKETS_MAX, FRAMES_MAX, TIMEOUT_MS, bench.options.seed());
    }

    /** Frees what was held too long. After all frames of a batch. */
    void tidy() {
        table.expire(bench.nowMs);
        while (table.nextStale() != FragmentTable.NONE) {
            int held = table.nextStale();
            int i = bench.batch.addOwn(table.frame(held), table.frameLength(held));
            if (i < 0) {
                return;
            }
            table.releaseStale();
            bench.batch.drop(i, Drop.FRAGMENT_LIMIT);
        }
    }

    void handle(int i) {
        fields.read(bench, i);
        Drop refused = refused(i);
        if (refused != Drop.NONE) {
            bench.batch.drop(i, refused);
            return;
        }
        if (fields.isWhole()) {
            first(i, 0);
            return;
        }
        boolean given = mark.takeOff(i, fields);
        int home = mark.home(i, fields);
        if (!given && home != bench.options.worker()) {
            bench.batch.handOver(i, home);
            return;
        }
        int at = enter(i);
        if (at == FragmentTable.NONE) {
            return;
        }
        if (fields.from() == 0) {
            table.decide(at, first(i, table.label(at)));
            releaseHeld(at);
        } else {
            follow(i, at);
        }
        if (table.isComplete(at)) {
            table.remove(at);
        }
    }

    private Drop refused(int i) {
        Parsed parsed = bench.parsed;
        boolean known =
                parsed.of(i).protocol == ForwardedListener.TCP
                        || parsed.of(i).protocol == ForwardedListener.UDP;
        if (!known) {
            return Drop.UNKNOWN_PROTOCOL;
        }
        if (bench.table.owns(parsed.of(i).sourceHigh, parsed.of(i).sourceLow)) {
            return Drop.SPOOFED;
        }
        return fields.hops() <= 1 ? Drop.TTL_EXPIRED : Drop.NONE;
    }

    /** Remembers a fragment; {@link FragmentTable#NONE} if it goes no further. */
    private int enter(int i) {
        Parsed parsed = bench.parsed;
        int at =
                table.find(
                        parsed.of(i).sourceHigh,
                        parsed.of(i).sourceLow,
                        parsed.of(i).destinationHigh,
                        parsed.of(i).destinationLow,
                        parsed.of(i).protocol,
                        fields.identification());
        boolean known = at != FragmentTable.NONE;
        if (!known) {
            at =
                    table.begin(
                            parsed.of(i).sourceHigh,
                            parsed.of(i).sourceLow,
                            parsed.of(i).destinationHigh,
                            parsed.of(i).destinationLow,
                            parsed.of(i).protocol,
                            fields.identification(),
                            bench.nowMs);
            table.relabel(at, bench.newIdentification());
        }
        Drop refused = table.add(at, fields.from(), fields.bytes(), fields.more());
        if (refused == Drop.NONE) {
            return at;
        }
        if (!known) {
            table.remove(at);
        }
        bench.batch.drop(i, refused);
        return FragmentTable.NONE;
    }

    /** Finds where a packet goes by its first fragment, which goes there. */
    private long first(int i, int label) {
        Drop refused = parse.first(bench.batch, i);
        if (refused != Drop.NONE) {
            bench.batch.drop(i, refused);
            return NOWHERE;
        }
        Parsed parsed = bench.parsed;
        parsed.of(i).fragment = !fields.isWhole();
        int owner = Owner.of(bench, i);
        if (owner != bench.options.worker()) {
            mark.putOn(i, fields);
            bench.batch.handOver(i, owner);
            return (long) owner << 2 | OTHERS;
        }
        if (parsed.of(i).fragment && isTranslated(i)) {
            fields.relabel(bench.batch.memory(), label);
        }
        lookUp.prepareOne(i);
        passage.flow(i);
        int found = lookUp.find(i);
        if (found == SessionTable.NONE || bench.batch.outcome(i) != Batch.TRANSMIT) {
            return NOWHERE;
        }
        long incarnation = Session.incarnation(bench.slab, bench.sessions.at(found >> 1));
        return incarnation << INCARNATION_SHIFT | (long) found << 2 | SESSION;
    }

    /** Whether packets of many senders get one source, so that their identifications would meet. */
    private boolean isTranslated(int i) {
        Parsed parsed = bench.parsed;
        ForwardedListener listener =
                bench.table.find(
                        parsed.of(i).destinationHigh,
                        parsed.of(i).destinationLow,
                        parsed.of(i).protocol,
                        parsed.of(i).destinationPort);
        return listener == null
                || listener.method() == Forwarding.FULLNAT
                || listener.method() == Forwarding.NAT;
    }

    private void releaseHeld(int at) {
        while (table.nextHeld(at) != FragmentTable.NONE) {
            int held = table.nextHeld(at);
            int i =
                    bench.batch.addOwn(
                            table.frame(held), table.frameLength(held), table.framePort(held));
            if (i < 0) {
                table.spoil(at);
                return;
            }
            table.release(at);
            parse.again(bench.batch, i);
            fields.read(bench, i);
            follow(i, at);
        }
    }

    private void follow(int i, int at) {
        long decision = table.decision(at);
        if ((decision & KIND_MASK) == OTHERS) {
            mark.putOn(i, fields);
            bench.batch.handOver(i, (int) (decision >>> 2));
        } else if ((decision & KIND_MASK) == SESSION) {
            session(i, at, decision);
        } else if (decision == NOWHERE) {
            bench.batch.drop(i, Drop.NO_SESSION);
        } else if (table.hold(
                at, bench.batch.frame(i), bench.batch.length(i), bench.batch.port(i))) {
            bench.batch.hold(i);
        } else {
            bench.batch.drop(i, Drop.FRAGMENT_LIMIT);
        }
    }

    private void session(int i, int at, long decision) {
        int found = (int) (decision >>> 2 & SESSION_MASK);
        long place = bench.sessions.at(found >> 1);
        boolean same =
                Session.protocol(bench.slab, place) != 0
                        && (long) Session.incarnation(bench.slab, place) << INCARNATION_SHIFT
                                == (decision & -1L << INCARNATION_SHIFT);
        if (!same) {
            bench.batch.drop(i, Drop.NO_SESSION);
            return;
        }
        int method = Session.method(bench.slab, place);
        if (method == Session.FULLNAT || method == Session.NAT) {
            fields.relabel(bench.batch.memory(), table.label(at));
        }
        passage.later(i, found >> 1, found & 1);
    }
}
