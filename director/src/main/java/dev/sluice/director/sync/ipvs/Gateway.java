package dev.sluice.director.sync.ipvs;

import dev.sluice.director.limit.PersistenceRows;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.Imported;
import dev.sluice.director.sync.OwnSessions;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.sync.ipvs.GatewayCounts.Count;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A director among LVS directors: it tells them of the sessions that it forwards, as one of theirs
 * would, and enters theirs into what its cluster knows.
 *
 * <pre>
 *   SessionSync ── changed, ended ──▶ EntryOfSession ──▶ MessageWriter ──▶ Out.send    ≤ 20 ms
 *        │  ▲                              ▲
 *        │  │            time ── tick ─────┘   each own session again, within the refresh time
 *        │  └─ imported ── SessionOfEntry ◀── MessageReader ◀── receive
 *        ▼
 *   forwarding
 * </pre>
 *
 * The thread that owns the {@link SessionSync} calls all methods; {@link #counts} can be read by
 * anybody. {@code nowMs} never goes back.
 */
public final class Gateway implements OwnSessions {
    /** Carries messages to LVS directors. What is handed over must be copied. */
    public interface Out {
        /** Sends a message. */
        void send(byte[] bytes, int length);
    }

    private final GatewaySettings settings;
    private final SessionSync sync;
    private final Supplier<ForwardingTable> table;
    private final Out out;
    private final GatewayCounts counts = new GatewayCounts();
    private final MessageReader reader;
    private final MessageWriter writer;
    private final Entry entry = new Entry();
    private final SyncedSession session = new SyncedSession();
    private long pendingSinceMs;
    private int nextPlace = 1;
    private long refreshedMs;
    private long rest;

    /**
     * @param table what is forwarded by at the moment
     */
    public Gateway(
            GatewaySettings settings,
            SessionSync sync,
            Supplier<ForwardingTable> table,
            Out out,
            long nowMs) {
        this.settings = settings;
        this.sync = sync;
        this.table = table;
        this.out = out;
        this.reader = new MessageReader(settings.syncId(), counts);
        this.writer = new MessageWriter(settings.messageBytesMax(), settings.syncId());
        this.refreshedMs = nowMs;
    }

    public GatewayCounts counts() {
        return counts;
    }

    /** A message has come, from whomever. */
    public void receive(byte[] bytes, int length, long nowMs) {
        if (!settings.receives() || reader.open(bytes, length) != null) {
            return;
        }
        ForwardingTable given = table.get();
        while (reader.next()) {
            Entry read = reader.entry();
            if (read.cluster != 0 && read.cluster == settings.cluster()) {
                counts.add(Refusal.OWN_CLUSTER);
                return;
            }
            Refusal refusal =
                    read.isTemplate() ? bind(read, given, nowMs) : enter(read, given, nowMs);
            if (refusal != null) {
                counts.add(refusal);
            }
        }
        counts.add(Count.MESSAGES_TAKEN);
    }

    private @Nullable Refusal enter(Entry read, ForwardingTable given, long nowMs) {
        Refusal refusal = SessionOfEntry.session(read, given, session);
        if (refusal != null) {
            return refusal;
        }
        Imported imported = sync.imported(session, !SessionOfEntry.isOldNews(read), nowMs);
        return switch (imported) {
            case BEGUN, AGREES -> {
                counts.add(Count.SESSIONS_TAKEN);
                yield null;
            }
            case CONTRADICTS -> Refusal.STALE;
            case OVER -> Refusal.OVER;
            case NO_ROOM -> Refusal.NO_ROOM;
        };
    }

    /** A client stays with the server that LVS gave it; who has another here keeps that. */
    private @Nullable Refusal bind(Entry read, ForwardingTable given, long nowMs) {
        ForwardedListener listener = SessionOfEntry.listener(read, given);
        if (listener == null) {
            return Refusal.UNKNOWN_SERVICE;
        }
        if (listener.stream().persistenceTimeoutMs() <= 0) {
            return Refusal.NOT_PERSISTENT;
        }
        int server = SessionOfEntry.server(read, listener);
        if (server == 0) {
            return Refusal.UNKNOWN_SERVER;
        }
        PersistenceRows rows = given.persistence();
        int bound = rows.find(listener.number(), read.clientHigh, read.clientLow, nowMs);
        if (bound != PersistenceRows.NONE && bound != server) {
            return Refusal.BOUND_OTHERWISE;
        }
        long timeoutMs = SessionOfEntry.templateTimeoutMs(read);
        rows.bind(listener.number(), read.clientHigh, read.clientLow, server, nowMs, timeoutMs);
        counts.add(Count.TEMPLATES_TAKEN);
        return null;
    }

    @Override
    public void changed(SyncedSession own, long nowMs) {
        if (settings.sends()) {
            tell(own, nowMs);
        }
    }

    @Override
    public void ended(SyncedSession own, long nowMs) {
        if (settings.sends() && own.method != Session.FULLNAT && hasWay(own)) {
            EntryOfSession.write(own, entry);
            EntryOfSession.end(entry);
            add(nowMs);
            counts.add(Count.SESSIONS_SENT);
        }
    }

    private void tell(SyncedSession own, long nowMs) {
        if (own.method == Session.FULLNAT) {
            counts.add(Count.LEFT_OUT_FULLNAT);
            return;
        }
        if (!EntryOfSession.isTold(own)) {
            return;
        }
        if (!EntryOfSession.isExpressible(own)) {
            counts.add(Count.LEFT_OUT_OTHERS);
            return;
        }
        EntryOfSession.write(own, entry);
        add(nowMs);
        counts.add(Count.SESSIONS_SENT);
        boolean isOpen =
                own.protocol != ForwardedListener.TCP || own.state == TcpStates.ESTABLISHED;
        if (isOpen && EntryOfSession.template(own, table.get(), entry)) {
            add(nowMs);
            counts.add(Count.TEMPLATES_SENT);
        }
    }

    private static boolean hasWay(SyncedSession own) {
        return own.serverPort != 0 && EntryOfSession.isExpressible(own);
    }

    private void add(long nowMs) {
        if (writer.isEmpty()) {
            pendingSinceMs = nowMs;
            entry.cluster = settings.cluster();
        }
        if (!writer.add(entry)) {
            send();
            pendingSinceMs = nowMs;
            entry.cluster = settings.cluster();
            writer.add(entry);
        }
    }

    private void send() {
        int length = writer.close();
        out.send(writer.bytes(), length);
        counts.add(Count.MESSAGES_SENT);
        writer.begin();
    }

    /** Sends what waits now, before the director stops. */
    public void flush() {
        if (!writer.isEmpty()) {
            send();
        }
    }

    /** Time has passed. To be called at least every 10 ms. */
    public void tick(long nowMs) {
        if (settings.sends()) {
            refresh(nowMs);
        }
        if (!writer.isEmpty() && nowMs - pendingSinceMs >= settings.flushMs()) {
            send();
        }
    }

    /** Tells again of as many sessions as the time that has passed is worth. */
    private void refresh(long nowMs) {
        long passedMs = Math.min(Math.max(0, nowMs - refreshedMs), settings.refreshMs());
        refreshedMs = nowMs;
        rest += passedMs * sync.highest();
        long limit = rest / settings.refreshMs();
        rest -= limit * settings.refreshMs();
        for (long looked = 0; looked < limit; looked++) {
            if (nextPlace > sync.highest()) {
                nextPlace = 1;
            }
            if (sync.own(nextPlace, session) && session.method != Session.FULLNAT) {
                tell(session, nowMs);
            }
            nextPlace++;
        }
    }
}
