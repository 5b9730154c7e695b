package dev.sluice.director.table;

import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every server that a table names, and those last removed, in case they come back: a server that is
 * taken out and put back keeps its number, and so its sessions. Written by the thread that builds
 * tables; {@link #find} is for any.
 */
final class KnownServers {
    /** How many removed servers are remembered. */
    private static final int REMEMBERED_MAX = 4096;

    private final int workers;
    private final Measure measure;
    private final Numbers numbers = new Numbers();
    private final Standings standings = new Standings();
    private final Map<String, LiveServer> known = new ConcurrentHashMap<>();
    private final Map<String, LiveServer> removed = new LinkedHashMap<>();

    /** By the table in the making, or the last one made, with what weight. */
    private final Map<LiveServer, Integer> named = new HashMap<>();

    /**
     * @param workers how many workers count sessions
     */
    KnownServers(int workers, Measure measure) {
        this.workers = workers;
        this.measure = measure;
    }

    /** Of all servers. */
    Standings standings() {
        return standings;
    }

    private static String key(String group, String endpoint) {
        return group + ' ' + endpoint;
    }

    @Nullable LiveServer find(String group, String endpoint) {
        return known.get(key(group, endpoint));
    }

    /** A table is in the making. */
    void begin() {
        named.clear();
    }

    /** A server that the table in the making names. */
    LiveServer named(String group, String endpoint, int weight, long nowMs) {
        String key = key(group, endpoint);
        LiveServer server = known.get(key);
        boolean isNew = server == null;
        if (server == null) {
            server = new LiveServer(numbers.of(key), group, endpoint, workers, measure, standings);
            known.put(key, server);
        }
        named(server, weight, isNew, nowMs);
        return server;
    }

    /** The table in the making names all servers that a target of the one before has. */
    void namedAgain(TargetServers before, long nowMs) {
        for (int i = 0; i < before.size(); i++) {
            TargetServer server = before.server(i);
            named(server.live(), server.weight(), false, nowMs);
        }
    }

    /** Who gets work by the new table gets it at once; from whom it is taken works by the old. */
    private void named(LiveServer server, int weight, boolean isNew, long nowMs) {
        if (isNew || weight > 0) {
            server.named(weight, nowMs);
        }
        named.put(server, weight);
    }

    /** All that are known, by place. */
    @Nullable LiveServer[] byPlace() {
        var byPlace = new @Nullable LiveServer[numbers.places()];
        known.values().forEach(server -> byPlace[Numbers.place(server.number())] = server);
        return byPlace;
    }

    /** Nobody goes by the table before any more: whom the new one does not name is removed. */
    void settle(long nowMs) {
        named.forEach((server, weight) -> server.named(weight, nowMs));
        known.forEach((key, server) -> {
            if (named.containsKey(server)) {
                removed.remove(key);
            } else if (removed.putIfAbsent(key, server) == null) {
                server.removed(nowMs);
            }
        });
        forgetOldest();
    }

    private void forgetOldest() {
        if (removed.size() <= REMEMBERED_MAX) {
            return;
        }
        var oldest = removed.keySet().iterator();
        while (removed.size() > REMEMBERED_MAX) {
            LiveServer gone = known.remove(oldest.next());
            oldest.remove();
            if (gone != null) {
                measure.forget(Scope.SERVER, gone.group(), gone.endpoint());
            }
        }
        numbers.keep(known.keySet());
    }
}
