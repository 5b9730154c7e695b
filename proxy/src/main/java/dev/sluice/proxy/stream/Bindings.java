package dev.sluice.proxy.stream;

import dev.sluice.balance.PersistenceTable;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.proxy.table.LiveListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which clients are bound to which servers, one table for each listener that binds them, shared by
 * all loops. A table ends with its listener or when its timeout changes.
 */
final class Bindings {
    private static final int CLIENTS = 1 << 16;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Map<LiveListener, Kept> tables = new ConcurrentHashMap<>();

    private record Kept(long timeoutMs, PersistenceTable table) {}

    /** The listener's table; null where it binds nobody. */
    @Nullable PersistenceTable of(LiveListener live, StreamConfig config) {
        long timeoutMs = config.persistenceTimeoutMs();
        if (timeoutMs <= 0) {
            return null;
        }
        Kept kept = tables.get(live);
        if (kept == null || kept.timeoutMs != timeoutMs) {
            tables.keySet().removeIf(LiveListener::closing);
            kept =
                    tables.compute(
                            live,
                            (_, before) ->
                                    before != null && before.timeoutMs == timeoutMs
                                            ? before
                                            : made(timeoutMs));
        }
        return kept.table;
    }

    private static Kept made(long timeoutMs) {
        return new Kept(timeoutMs, new PersistenceTable(timeoutMs * NANOS_PER_MS, CLIENTS));
    }
}
