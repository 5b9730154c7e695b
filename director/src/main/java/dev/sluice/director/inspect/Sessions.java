package dev.sluice.director.inspect;

import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.offload.Offload;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.worker.Workers;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks through the workers' sessions, each worker's on its own thread and some thousand at a time,
 * so that frames wait for a fraction of a millisecond. What is found is copied and put into words
 * elsewhere.
 */
final class Sessions {
    private static final int PIECE = 2_000;

    private final Workers workers;
    private final IntFunction<Forwarder> forwarders;
    private final Supplier<ForwardingTable> table;
    private final LongSupplier nowMs;

    /** What a look at some ids found; {@code last} is 0 when there are no more. */
    private record Piece(int last, List<Integer> ids, MemorySegment copies) {}

    private interface Found {
        /** Whether it is one of those that are looked for. */
        boolean at(Forwarder forwarder, int id);
    }

    /**
     * @param forwarders by their workers' numbers
     */
    Sessions(
            Workers workers,
            IntFunction<Forwarder> forwarders,
            Supplier<ForwardingTable> table,
            LongSupplier nowMs) {
        this.workers = workers;
        this.forwarders = forwarders;
        this.table = table;
        this.nowMs = nowMs;
    }

    /** What takes sessions in words, some at a time: there may be millions. */
    interface Rows {
        void row(SessionRow row) throws IOException;
    }

    /** Tells of the first sessions that match. */
    void list(TrafficFilter filter, long most, Rows into) throws IOException {
        long told = 0;
        for (int worker = 0; worker < workers.size(); worker++) {
            int from = 0;
            do {
                Piece piece = look(worker, from, filter, (_, _) -> true);
                for (int i = 0; i < piece.ids.size() && told < most; i++, told++) {
                    into.row(row(worker, piece, i));
                }
                from = piece.last;
            } while (from != 0 && told < most);
        }
    }

    private SessionRow row(int worker, Piece piece, int i) {
        return SessionRow.of(
                worker,
                piece.ids.get(i),
                piece.copies,
                (long) i * Session.BYTES,
                table.get(),
                nowMs.getAsLong());
    }

    /** Ends all sessions that match and are not a peer's; returns how many. */
    int kill(TrafficFilter filter) {
        int killed = 0;
        for (int worker = 0; worker < workers.size(); worker++) {
            int from = 0;
            do {
                Found kill = (forwarder, id) -> forwarder.kill(id, nowMs.getAsLong());
                Piece piece = look(worker, from, filter, kill);
                killed += piece.ids.size();
                from = piece.last;
            } while (from != 0);
        }
        return killed;
    }

    /** How many a worker has, and room for. */
    Dump.WorkerRow counts(int worker) {
        return workers.ask(
                worker,
                () -> {
                    Forwarder forwarder = forwarders.apply(worker);
                    SessionTable sessions = forwarder.sessions();
                    Offload offload = forwarder.offload();
                    return new Dump.WorkerRow(
                            worker,
                            sessions.size(),
                            sessions.halfOpen(),
                            forwarder.evicted(),
                            sessions.capacity(),
                            offload == null ? 0 : offload.size(),
                            offload == null ? 0 : offload.places(),
                            offload == null ? 0 : offload.full());
                });
    }

    private Piece look(int worker, int from, TrafficFilter filter, Found found) {
        return workers.ask(worker, () -> piece(forwarders.apply(worker), from, filter, found));
    }

    /** By the worker. */
    private static Piece piece(Forwarder forwarder, int from, TrafficFilter filter, Found found) {
        SessionTable sessions = forwarder.sessions();
        MemorySegment slab = sessions.slab();
        int to = Math.min(from + PIECE, sessions.highest());
        var ids = new ArrayList<Integer>();
        for (int id = from + 1; id <= to; id++) {
            long at = sessions.at(id);
            boolean matches = Session.protocol(slab, at) != 0 && matches(filter, slab, at);
            if (matches && found.at(forwarder, id)) {
                ids.add(id);
            }
        }
        MemorySegment copies =
                MemorySegment.ofArray(new long[ids.size() * (Session.BYTES / Long.BYTES)]);
        for (int i = 0; i < ids.size(); i++) {
            long at = sessions.at(ids.get(i));
            MemorySegment.copy(slab, at, copies, (long) i * Session.BYTES, Session.BYTES);
        }
        return new Piece(to < sessions.highest() ? to : 0, ids, copies);
    }

    /** Whether a packet of the session, at either side of the director, would match. */
    private static boolean matches(TrafficFilter filter, MemorySegment slab, long at) {
        int protocol = Session.protocol(slab, at);
        return filter.matches(
                        protocol,
                        Session.clientHigh(slab, at),
                        Session.clientLow(slab, at),
                        Session.clientPort(slab, at),
                        Session.virtualHigh(slab, at),
                        Session.virtualLow(slab, at),
                        Session.virtualPort(slab, at))
                || filter.matches(
                        protocol,
                        Session.serverHigh(slab, at),
                        Session.serverLow(slab, at),
                        Session.serverPort(slab, at),
                        Session.localHigh(slab, at),
                        Session.localLow(slab, at),
                        Session.localPort(slab, at));
    }
}
