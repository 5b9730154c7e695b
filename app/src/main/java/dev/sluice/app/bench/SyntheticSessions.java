package dev.sluice.app.bench;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.WorkerEnd;
import dev.sluice.director.sync.WorkerSessions;
import dev.sluice.director.table.Address;

/**
 * Sessions from nowhere: they begin, one end closes, they end, some of each every 10 ms, so that
 * peers hear of every step by itself. Owned by a worker.
 */
final class SyntheticSessions implements SyncWork {
    private static final int WAVE_MS = 10;
    private static final long PAUSE_NS = 2_000_000;
    private static final int TCP = 6;
    private static final int IDLE_MS = 900_000;
    private static final int PORTS = 1 << 15;
    private static final int PORT_FIRST = 1024;
    private static final int NODE_SHIFT = 16;
    private static final long CLIENTS = low("11.0.0.0");
    private static final long LOCALS = low("10.192.0.0");
    private static final long SERVERS = low("10.1.0.1");
    private static final long VIRTUAL = low(BenchListeners.VIRTUAL);

    private final int node;
    private final SessionTable table;
    private final WorkerEnd end;
    private long nowMs;
    private long waveMs;
    private int perWave;
    private boolean ends;
    private int target;
    private int begun;
    private int closed;
    private int over;

    SyntheticSessions(int node, SessionSlab slab, WorkerSessions shared, long nowMs) {
        this.node = node;
        this.nowMs = nowMs;
        table = new SessionTable(slab, 8, node, (_, at, _) -> ended(at), nowMs);
        end = shared.end(0, table, (_, _, _) -> true);
    }

    private static long low(String address) {
        return Address.parse(address).orElseThrow().low();
    }

    private void ended(long at) {
        end.ended(at);
    }

    /**
     * Begins some.
     *
     * @param thenEnds whether they end, too
     */
    void begin(int sessions, int perSecond, boolean thenEnds) {
        if (!thenEnds || !ends) {
            // Those before stay.
            closed = begun;
            over = begun;
        }
        ends = thenEnds;
        target = begun + sessions;
        perWave = Math.max(1, perSecond * WAVE_MS / 1_000);
    }

    /** Begins no more. */
    void rest() {
        target = begun;
    }

    /** Whether all has come about. */
    boolean isDone() {
        return begun == target && (!ends || over == begun);
    }

    @Override
    public void round(long now) {
        nowMs = now;
        int told = ends ? 3 * perWave : perWave;
        if (now < waveMs || isDone() || end.room() < told) {
            return;
        }
        waveMs = now + WAVE_MS;
        while (ends && over < closed) {
            table.remove(find(over++));
        }
        while (ends && closed < begun) {
            int id = find(closed++);
            Session.state(table.slab(), table.at(id), TcpStates.FIN_WAIT);
            end.changed(id, table.at(id), IDLE_MS, now);
        }
        for (int i = 0; i < perWave && begun < target; i++) {
            begin(begun++);
        }
    }

    private void begin(int number) {
        int id = table.reserve();
        if (id == 0) {
            throw new AssertionError("the table is large enough");
        }
        long at = table.at(id);
        var slab = table.slab();
        int port = PORT_FIRST + number % PORTS;
        Session.client(slab, at, 0, client(number), port);
        Session.virtual(slab, at, 0, VIRTUAL, BenchListeners.TCP_PORT);
        Session.server(slab, at, 0, SERVERS + number % BenchListeners.SERVERS, 8000);
        Session.local(slab, at, 0, LOCALS + beyond(number), port);
        Session.method(slab, at, Session.FULLNAT);
        Session.state(slab, at, TcpStates.ESTABLISHED);
        if (!table.insert(id, TCP, false, IDLE_MS, nowMs)) {
            throw new AssertionError("every session is another's");
        }
        end.changed(id, at, IDLE_MS, nowMs);
    }

    private int find(int number) {
        int port = PORT_FIRST + number % PORTS;
        int found = table.find(0, client(number), 0, VIRTUAL, port, BenchListeners.TCP_PORT, TCP);
        if (found < 0) {
            throw new AssertionError("session " + number + " is there");
        }
        return found >> 1;
    }

    private long client(int number) {
        return CLIENTS + beyond(number);
    }

    /** Each director's are its own. */
    private long beyond(int number) {
        return ((long) node << NODE_SHIFT) + number / PORTS;
    }

    @Override
    public SessionTable sessions() {
        return table;
    }

    @Override
    public int takeIn(long now) {
        nowMs = now;
        return end.takeIn(now);
    }

    @Override
    public boolean isWaiting() {
        return end.isWaiting();
    }

    @Override
    public long pauseNs() {
        return PAUSE_NS;
    }
}
