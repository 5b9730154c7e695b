package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A director of a {@link Simulation}: its sessions are in a map, its book in memory that stays. */
final class SimulatedDirector implements SyncedSessions {
    private static final int ROWS = 1024;

    final int node;
    final Map<String, SyncedSession> sessions = new HashMap<>();
    final Map<String, Long> untilMs = new HashMap<>();

    /** Questions that have no answer yet, by their tags, and since when. */
    final Map<Long, Long> asked = new HashMap<>();

    /** Of all questions, those that ended without its being known whether there is a session. */
    final List<Long> uncertain = new ArrayList<>();

    /** Sessions that it has told nobody of. */
    final List<SyncedSession> untold = new ArrayList<>();

    /** Questions that it looks for nowhere, and how many of those who might would answer each. */
    final List<Integer> lookedFor = new ArrayList<>();

    int looking;

    /** Who hears of sessions in its place. */
    SyncedSessions sessionsOf = this;

    private final Random random;
    private final SimulatedNetwork network;
    final Seal seal;
    private long[] memory = new long[ROWS * SessionBook.ROW_BYTES / Long.BYTES];
    private @Nullable SessionSync sync;
    private @Nullable SessionBook book;
    long wallSkewMicros;
    long stalledUntilMs;
    int life;
    SyncSettings settings;

    SimulatedDirector(int node, Random random, SimulatedNetwork network, Seal seal) {
        this.node = node;
        this.random = random;
        this.network = network;
        this.seal = seal;
        this.settings = settings(node, 0);
    }

    private static SyncSettings settings(int node, long epoch) {
        return new SyncSettings(
                77, node, epoch, 1400, 64, 64, 20, 100, 600, 1_000, 1_000, 10_000, 2_000);
    }

    boolean isUp() {
        return sync != null;
    }

    /** Starts, with what it knew when it stopped or with nothing. */
    void start(boolean isWithMemory) {
        if (!isWithMemory) {
            memory = new long[memory.length];
        }
        life++;
        sessions.clear();
        untilMs.clear();
        asked.clear();
        settings = settings(node, random.nextLong());
        var known = new SessionBook(MemorySegment.ofArray(memory), random.nextLong());
        book = known;
        var session = new SyncedSession();
        for (int id = known.after(0); id != 0; id = known.after(id)) {
            known.read(id, session);
            if (!session.isEnded) {
                session.livesMs = session.timeoutMs;
                put(session);
            }
        }
        sync =
                new SessionSync(
                        settings,
                        seal,
                        known,
                        sessionsOf,
                        network.outlet(this),
                        () -> network.nowMs() * 1000 + 1_700_000_000_000_000L + wallSkewMicros,
                        new Random(random.nextLong()),
                        network.nowMs());
    }

    void crash() {
        sync = null;
        book = null;
        network.broken(this);
    }

    SessionSync sync() {
        assertThat(sync).isNotNull();
        return java.util.Objects.requireNonNull(sync);
    }

    SessionBook book() {
        return java.util.Objects.requireNonNull(book);
    }

    /** What it knows of a session, alive or over; null if nothing. */
    @Nullable SyncedSession knows(SyncedSession key) {
        int id = book().find(key);
        if (id == 0) {
            return null;
        }
        var found = new SyncedSession();
        book().read(id, found);
        return found;
    }

    /** Its own forwarding has begun, changed or taken over a session. */
    void forward(SyncedSession session) {
        session.livesMs = session.timeoutMs;
        if (sync().changed(session, network.nowMs())) {
            put(session);
        }
    }

    void touch(SyncedSession session) {
        untilMs.put(key(session), network.nowMs() + session.timeoutMs);
    }

    void end(SyncedSession session) {
        sessions.remove(key(session));
        untilMs.remove(key(session));
        sync().ended(session, network.nowMs());
    }

    /** A packet has come whose session it does not know. */
    void seek(SyncedSession packet, boolean isServers, long tag) {
        asked.put(tag, network.nowMs());
        sync().seek(packet, isServers, tag, network.nowMs());
    }

    @Override
    public void answered(long tag) {
        assertThat(asked.remove(tag)).as("an answer to something asked once").isNotNull();
    }

    @Override
    public void unanswered(long tag) {
        answered(tag);
        uncertain.add(tag);
    }

    private void put(SyncedSession session) {
        var copy = new SyncedSession();
        copy.copy(session);
        sessions.put(key(session), copy);
        untilMs.put(key(session), network.nowMs() + session.livesMs);
    }

    @Override
    public void upsert(SyncedSession session) {
        assertThat(session.isEnded).isFalse();
        SyncedSession before = sessions.get(key(session));
        if (before != null) {
            assertThat(Long.compareUnsigned(session.incarnation, before.incarnation))
                    .as("an earlier incarnation replaces a later")
                    .isNotNegative();
        }
        put(session);
    }

    @Override
    public void delete(SyncedSession session) {
        SyncedSession before = sessions.remove(key(session));
        untilMs.remove(key(session));
        if (before != null) {
            assertThat(Long.compareUnsigned(session.incarnation, before.incarnation))
                    .as("a stale end removes a later incarnation")
                    .isNotNegative();
        }
    }

    @Override
    public int lookUp(SyncedSession packet, boolean isServers, int question) {
        if (looking > 0) {
            lookedFor.add(question);
            return looking;
        }
        if (untold.isEmpty()) {
            return 0;
        }
        var wanted = new SyncedSession();
        wanted.copyKey(packet);
        network.after(
                1,
                () -> {
                    untold.stream()
                            .filter(one -> SeekFields.isOf(one, wanted, isServers))
                            .forEach(this::forward);
                    sync().lookedUp(question, network.nowMs());
                });
        return 1;
    }

    @Override
    public int leftMs(SyncedSession session) {
        Long until = untilMs.get(key(session));
        return until == null ? 0 : (int) (until - network.nowMs());
    }

    static String key(SyncedSession session) {
        return session.protocol
                + " "
                + Long.toHexString(session.clientHigh)
                + ":"
                + Long.toHexString(session.clientLow)
                + " "
                + session.clientPort;
    }
}
