package dev.sluice.director.sync.run;

import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncedSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Workers that forward what a test says, and keep what peers tell. Sessions are numbers here. */
final class HeldSessions implements ForwardedSessions {
    private static final int TIMEOUT_MS = 900_000;

    private final ConcurrentLinkedQueue<Integer> begun = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Integer> over = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> serverOf = new ConcurrentHashMap<>();
    private volatile int room = 1 << 14;

    /** Forwards sessions by these numbers from now on. */
    void begin(int from, int to) {
        for (int number = from; number < to; number++) {
            begun.add(number);
        }
    }

    void end(int number) {
        over.add(number);
    }

    /** How many more sessions of peers there is room for. */
    void room(int value) {
        room = value;
    }

    /** How many sessions of peers are there. */
    int held() {
        return serverOf.size();
    }

    boolean holds(int number) {
        return serverOf.containsKey(number);
    }

    @Override
    public long untold() {
        return 0;
    }

    @Override
    public long notEntered() {
        return 0;
    }

    @Override
    public int poll(SessionSync sync, long nowMs, int most) {
        int polled = 0;
        for (; polled < most; polled++) {
            Integer number = begun.poll();
            if (number == null) {
                break;
            }
            sync.changed(session(number), nowMs);
        }
        for (; polled < most; polled++) {
            Integer number = over.poll();
            if (number == null) {
                break;
            }
            sync.ended(session(number), nowMs);
        }
        return polled;
    }

    private static SyncedSession session(int number) {
        var session = new SyncedSession();
        session.protocol = 6;
        session.clientLow = 0xFFFF_0A00_0000L | number >>> 8;
        session.clientPort = 1024 + (number & 0xFF);
        session.virtualLow = 0xFFFF_CB00_710AL;
        session.virtualPort = 443;
        session.serverLow = 0xFFFF_0A00_0001L;
        session.serverPort = 8443;
        session.state = 1;
        session.timeoutMs = TIMEOUT_MS;
        session.livesMs = TIMEOUT_MS;
        return session;
    }

    @Override
    public int room() {
        return room;
    }

    @Override
    public void upsert(SyncedSession session) {
        serverOf.put(numberOf(session), session.serverPort);
    }

    @Override
    public void delete(SyncedSession session) {
        serverOf.remove(numberOf(session));
    }

    private static int numberOf(SyncedSession session) {
        return (int) (session.clientLow & 0xFF_FFFF) << 8 | session.clientPort - 1024;
    }

    @Override
    public int leftMs(SyncedSession session) {
        return TIMEOUT_MS;
    }
}
