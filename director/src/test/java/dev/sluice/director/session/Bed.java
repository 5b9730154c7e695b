package dev.sluice.director.session;

import java.util.ArrayList;
import java.util.List;

/** A table under test, a clock that the test moves, and what ended. */
final class Bed implements AutoCloseable {
    static final int ESTABLISHED_MS = 900_000;
    static final int SYN = 0x02;
    static final int ACK = 0x10;
    static final int FIN_ACK = 0x11;
    static final int SYN_ACK = 0x12;
    static final int RST = 0x04;

    /** A session that ended. */
    record Ended(int id, Ending why) {}

    final List<Ended> ended = new ArrayList<>();
    final SessionTable table;
    long nowMs = 5_000_000_000L;

    Bed(SessionSlab memory, int halfOpenBudget, long seed, long nowMs) {
        this.nowMs = nowMs;
        this.table =
                new SessionTable(
                        memory,
                        halfOpenBudget,
                        seed,
                        (id, at, why) -> ended.add(new Ended(id, why)),
                        nowMs);
    }

    Bed(int capacity, int halfOpenBudget) {
        this(SessionSlab.anonymous(capacity), halfOpenBudget, 1, 5_000_000_000L);
    }

    /** Adds a session that is not half-open; 0 if it could not be. */
    int add(Tuple tuple, int timeoutMs) {
        return add(tuple, false, timeoutMs);
    }

    int addHalfOpen(Tuple tuple) {
        return add(tuple, true, 0);
    }

    private int add(Tuple tuple, boolean halfOpen, int timeoutMs) {
        int id = table.reserve();
        if (id == 0) {
            return 0;
        }
        write(tuple, id);
        return table.insert(id, tuple.protocol(), halfOpen, timeoutMs, nowMs) ? id : 0;
    }

    void write(Tuple tuple, int id) {
        long at = table.at(id);
        var slab = table.slab();
        Session.method(slab, at, tuple.method());
        Session.client(slab, at, tuple.high(), tuple.client(), tuple.clientPort());
        Session.virtual(slab, at, tuple.high(), tuple.virtual(), tuple.virtualPort());
        Session.server(slab, at, tuple.high(), tuple.server(), tuple.serverPort());
        Session.local(slab, at, tuple.high(), tuple.local(), tuple.localPort());
        if (tuple.method() != Session.FULLNAT && tuple.method() != Session.NAT) {
            Session.mark(slab, at, Session.NO_OUTPUT);
        }
    }

    /** The reference of whoever sends such packets. */
    int find(Tuple.Key key) {
        return table.find(
                key.sourceHigh(),
                key.source(),
                key.destinationHigh(),
                key.destination(),
                key.sourcePort(),
                key.destinationPort(),
                key.protocol());
    }

    int state(int id) {
        return Session.state(table.slab(), table.at(id));
    }

    boolean has(int id, int flag) {
        return Session.has(table.slab(), table.at(id), flag);
    }

    void fromClient(int id, int tcpFlags) {
        table.segment(id, Session.FROM_CLIENT, tcpFlags, ESTABLISHED_MS, nowMs);
    }

    void fromServer(int id, int tcpFlags) {
        table.segment(id, Session.FROM_SERVER, tcpFlags, ESTABLISHED_MS, nowMs);
    }

    /** Lets time pass, and what is due happen. */
    void pass(long ms) {
        nowMs += ms;
        while (table.advance(100, nowMs) > 0) {
            // All that is due.
        }
    }

    List<Integer> idsEnded() {
        return ended.stream().map(Ended::id).toList();
    }

    @Override
    public void close() {
        table.close();
    }
}
