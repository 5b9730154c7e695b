package dev.sluice.director.forward;

import dev.sluice.director.packet.Drop;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.SynProxyMode;
import org.jspecify.annotations.Nullable;

/**
 * Begins the session of a connection that is under way, where a packet of its client alone says all
 * that there is to know of it: the server follows from a hash, which is the same at all directors,
 * and packets need nothing that was agreed on before.
 *
 * <table>
 * <caption>What is needed besides</caption>
 * <tr><td>fullnat</td><td>a local address and port, which another director chose: never</td></tr>
 * <tr><td>nat</td><td>shifts of sequence numbers, after synProxy and PROXY headers: without
 * them</td></tr>
 * <tr><td>route, tunnel</td><td>nothing</td></tr>
 * </table>
 *
 * Clients that are bound to a server are bound at one director: with persistence, never.
 */
final class Recompute {
    private final Workbench bench;
    private final Decide decide;
    private final BeginSession begin;
    private final Decide.Turns turns;
    private final Choice choice = new Choice();

    Recompute(Workbench bench, BeginSession begin) {
        this.bench = bench;
        this.decide = new Decide(bench);
        this.begin = begin;
        int worker = bench.options.worker();
        this.turns = target -> target.scheduler(worker);
    }

    /** Whether a packet says which server a listener's connection has. */
    static boolean isPossible(ForwardedListener listener) {
        TargetServers target = listener.target();
        return target != null
                && isHashed(target)
                && listener.stream().persistenceTimeoutMs() <= 0
                && isUnshifted(listener);
    }

    private static boolean isHashed(TargetServers target) {
        return switch (target.plan().scheduling()) {
            case SCH, TCH, QCH -> true;
            case WRR, WLC, RR, P2C, EWMA -> false;
        };
    }

    private static boolean isUnshifted(ForwardedListener listener) {
        return switch (listener.method()) {
            case FULLNAT -> false;
            case NAT ->
                    listener.synProxy() == SynProxyMode.OFF
                            && listener.stream().clientAddress() == ClientAddressMode.NONE;
            case ROUTE, TUNNEL -> true;
        };
    }

    /**
     * Whether it says so for sure: while a server is down, its connections and those of others
     * began elsewhere.
     */
    static boolean isCertain(ForwardedListener listener) {
        TargetServers target = listener.target();
        if (target == null) {
            return false;
        }
        for (int i = 0; i < target.size(); i++) {
            TargetServer server = target.server(i);
            boolean isOut =
                    !server.eligible() || !listener.live().paths().isOpen(server.live().number());
            if (server.weight() > 0 && isOut) {
                return false;
            }
        }
        return true;
    }

    /**
     * Begins it.
     *
     * @return {@link Drop#NONE}, and {@link #id} is the session's; or why not
     */
    Drop begin(int i) {
        Drop refused = decide.listener(i, choice);
        if (refused == Drop.NONE) {
            refused = decide.server(i, choice, turns);
        }
        return refused == Drop.NONE ? begin.begin(i, choice) : refused;
    }

    /** The session that began last. */
    int id() {
        return begin.id();
    }

    /** The listener of a packet of a client's; null if it is none. */
    @Nullable ForwardedListener listener(int i) {
        Parsed.Frame frame = bench.parsed.of(i);
        return bench.table.find(
                frame.destinationHigh, frame.destinationLow, frame.protocol, frame.destinationPort);
    }
}
