package dev.sluice.director.forward;

import dev.sluice.director.packet.Drop;
import dev.sluice.director.table.ForwardedListener;

/**
 * What becomes of a packet that belongs to no session: it begins one, or finishes a handshake that
 * was begun without one, or is answered with a cookie, or waits for what other directors know of
 * it, or goes no further.
 */
final class Arrive {
    /** What {@link #begin} gives when the packet has an outcome already. */
    static final int NONE = 0;

    private final Workbench bench;
    private final Decide decide;
    private final BeginSession begin;
    private final SynProxy synProxy;
    private final ServerHandshake handshake;
    private final Refuse refuse;
    private final SeekSession seek;
    private final Choice choice = new Choice();
    private final Decide.Turns turns;

    Arrive(
            Workbench bench,
            BeginSession begin,
            SynProxy synProxy,
            ServerHandshake handshake,
            Refuse refuse,
            SeekSession seek) {
        this.bench = bench;
        this.decide = new Decide(bench);
        this.begin = begin;
        this.synProxy = synProxy;
        this.handshake = handshake;
        this.refuse = refuse;
        this.seek = seek;
        int worker = bench.options.worker();
        this.turns = target -> target.scheduler(worker);
    }

    /** The session that a packet began and now goes on in; {@link #NONE} if there is none. */
    int begin(int i) {
        Drop refused = decide.listener(i, choice);
        if (refused == Drop.NO_SESSION) {
            seek.reply(i, refused);
            return NONE;
        }
        if (refused != Drop.NONE) {
            bench.batch.drop(i, refused);
            return NONE;
        }
        ForwardedListener listener = choice.listener();
        boolean tcp = listener.protocol() == ForwardedListener.TCP;
        if (tcp && !Decide.isFirst(bench.parsed.of(i).tcpFlags)) {
            finish(i, listener);
            return NONE;
        }
        refused = decide.admits(i, listener);
        if (refused == Drop.NONE && tcp && synProxy.answers(listener)) {
            synProxy.answer(i, listener);
            return NONE;
        }
        if (refused == Drop.NONE) {
            refused = session(i);
        }
        if (refused == Drop.NONE) {
            return begin.id();
        }
        if (refused == Drop.NO_BACKEND) {
            refuse.answer(i, refused);
        } else {
            bench.batch.drop(i, refused);
        }
        return NONE;
    }

    private Drop session(int i) {
        Drop refused = decide.server(i, choice, turns);
        if (refused == Drop.NONE) {
            refused = begin.begin(i, choice);
        }
        if (refused == Drop.NONE) {
            decide.bind(i, choice);
        }
        return refused;
    }

    /** Takes an acknowledgement for what it may be: the end of a handshake without a session. */
    private void finish(int i, ForwardedListener listener) {
        Drop refused = synProxy.check(i, listener);
        if (refused != Drop.NONE) {
            seek.segment(i, listener, refused);
            return;
        }
        refused = decide.admits(i, listener);
        if (refused != Drop.NONE) {
            bench.batch.drop(i, refused);
            return;
        }
        refused = session(i);
        if (refused == Drop.NONE) {
            handshake.begin(i, begin.id(), synProxy.cookie(), synProxy.firstByte());
        } else {
            refuse.answer(i, refused);
        }
    }
}
