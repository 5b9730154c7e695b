package dev.sluice.director.table;

import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
    private final Set<LiveServer> named = Collections.newSetFromMap(new IdentityHashMap<>());

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

    /** A server that the table in the making names. */
    LiveServer named(String group, String endpoint, int weight, long nowMs) {
        String key = key(group, endpoint);
        LiveServer server = known.get(key);
        if (server == null) {
            server = new LiveServer(numbers.of(key), group, endpoint, workers, measure, standings);
            known.put(key, server);
        }
        server.named(weight, nowMs);
        named.add(server);
        return server;
    }

    /** The table in the making names all servers that a target of the one before has. */
    void namedAgain(TargetServers before, long nowMs) {
        for (int i = 0; i < before.size(); i++) {
            TargetServer server = before.server(i);
            server.live().named(server.weight(), nowMs);
            named.add(server.live());
        }
    }

    /** All are named that will be: the others are removed. Returns all that are known, by place. */
    @Nullable LiveServer[] removeOthers(long nowMs) {
        known.forEach((key, server) -> {
            if (named.contains(server)) {
                removed.remove(key);
            } else if (removed.putIfAbsent(key, server) == null) {
                server.removed(nowMs);
            }
        });
        named.clear();
        forgetOldest();
        var byPlace = new @Nullable LiveServer[numbers.places()];
        known.values().forEach(server -> byPlace[Numbers.place(server.number())] = server);
        return byPlace;
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
