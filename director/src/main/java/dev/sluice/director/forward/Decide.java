package dev.sluice.director.forward;

import dev.sluice.balance.Scheduler;
import dev.sluice.director.limit.PersistenceRows;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.TargetServers;
import dev.sluice.model.Forwarding;

/**
 * Third stage, for packets that belong to no session: which listener they are for, whether they are
 * let in, and which server they go to. It changes nothing but the turn of a scheduler, so that it
 * can also be asked what it would decide. Limits, which it would use up, are {@link
 * BeginSession}'s.
 */
final class Decide {
    private final Workbench bench;
    private final ScheduleHash hashes;
    private final Candidates candidates = new Candidates();

    /** Whose turns are used up by a decision. */
    interface Turns {
        Scheduler of(TargetServers target);
    }

    Decide(Workbench bench) {
        this.bench = bench;
        this.hashes = new ScheduleHash(bench);
    }

    /**
     * Finds the listener that a packet is for.
     *
     * @param choice emptied, then filled as far as it comes
     * @return {@link Drop#NONE} if there is one
     */
    Drop listener(int i, Choice choice) {
        choice.clear();
        Parsed parsed = bench.parsed;
        ForwardingTable table = bench.table;
        long high = parsed.of(i).destinationHigh;
        long low = parsed.of(i).destinationLow;
        ForwardedListener listener =
                table.find(high, low, parsed.of(i).protocol, parsed.of(i).destinationPort);
        if (listener == null) {
            return table.isVirtual(high, low) ? Drop.NO_LISTENER : Drop.NO_SESSION;
        }
        choice.listener(listener);
        return isOurs(parsed.of(i).sourceHigh, parsed.of(i).sourceLow) ? Drop.SPOOFED : Drop.NONE;
    }

    /** No client has an address of directors, whichever of them it is. */
    private boolean isOurs(long high, long low) {
        return bench.table.owns(high, low) || bench.table.isLocal(high, low);
    }

    /** Whether the listener's access list lets a client in. */
    Drop admits(int i, ForwardedListener listener) {
        return listener.admits(bench.parsed.of(i).sourceHigh, bench.parsed.of(i).sourceLow)
                ? Drop.NONE
                : Drop.ACCESS_LIST;
    }

    /** Only a SYN begins a connection. */
    static boolean isFirst(int tcpFlags) {
        return (tcpFlags & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
    }

    /**
     * Chooses a server of the listener that was found.
     *
     * @return {@link Drop#NONE} if a session may begin with {@link Choice#server}
     */
    Drop server(int i, Choice choice, Turns turns) {
        ForwardedListener listener = choice.listener();
        TargetServers target = listener.target();
        if (target == null) {
            return Drop.NO_BACKEND;
        }
        choice.target(target);
        boolean untouched =
                listener.method() == Forwarding.ROUTE || listener.method() == Forwarding.TUNNEL;
        candidates.of(target, listener.live().paths(), bench.parsed.of(i).ipv4, untouched);
        int place = bound(i, listener, target);
        boolean isBound = place != Scheduler.NONE;
        if (!isBound) {
            long hash = hashes.of(i, target.plan().scheduling());
            place = turns.of(target).pick(hash, candidates);
        }
        if (place == Scheduler.NONE) {
            return Drop.NO_BACKEND;
        }
        choice.server(target.server(place), isBound);
        return Drop.NONE;
    }

    /** The server that a client is bound to, as long as that one takes new work. */
    private int bound(int i, ForwardedListener listener, TargetServers target) {
        if (listener.stream().persistenceTimeoutMs() <= 0) {
            return Scheduler.NONE;
        }
        Parsed parsed = bench.parsed;
        int number =
                bench.table
                        .persistence()
                        .find(
                                listener.number(),
                                parsed.of(i).sourceHigh,
                                parsed.of(i).sourceLow,
                                bench.nowMs);
        int place = number == PersistenceRows.NONE ? Scheduler.NONE : target.placeOf(number);
        boolean open =
                place != Scheduler.NONE
                        && target.server(place).weight() > 0
                        && candidates.eligible(place);
        return open ? place : Scheduler.NONE;
    }

    /** Binds a client whose session has begun, or renews its binding. */
    void bind(int i, Choice choice) {
        ForwardedListener listener = choice.listener();
        long timeoutMs = listener.stream().persistenceTimeoutMs();
        if (timeoutMs > 0) {
            bench.table
                    .persistence()
                    .bind(
                            listener.number(),
                            bench.parsed.of(i).sourceHigh,
                            bench.parsed.of(i).sourceLow,
                            choice.server().live().number(),
                            bench.nowMs,
                            timeoutMs);
        }
    }
}
