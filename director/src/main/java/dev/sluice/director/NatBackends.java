package dev.sluice.director;

import dev.sluice.director.filter.Endpoint;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.LiveServer;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.model.Forwarding;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Servers that are reached by nat, whose replies are to be taken: those of the newest table, and
 * those of earlier ones for as long as somebody still speaks with them. A reply that went to the
 * kernel would be lost, or answered with a reset. Used by one thread at a time.
 */
final class NatBackends {
    /** Longer than a closed connection's last segments may come again: TIME_WAIT is two minutes. */
    static final long LINGER_MS = 150_000;

    /** When a server was last known to be spoken with, at each place where it is or was. */
    private final Map<Endpoint, Map<LiveServer, Long>> busyAtMs = new HashMap<>();

    /**
     * Learns of a table, or looks again.
     *
     * @return whether other replies are to be taken than before
     */
    boolean update(ForwardingTable table, long nowMs) {
        var before = Set.copyOf(busyAtMs.keySet());
        for (ForwardedListener listener : table.listeners()) {
            if (listener.method() == Forwarding.NAT) {
                add(listener, nowMs);
            }
        }
        for (Map<LiveServer, Long> servers : busyAtMs.values()) {
            servers.replaceAll((server, atMs) -> server.active() > 0 ? nowMs : atMs);
            servers.values().removeIf(atMs -> nowMs - atMs > LINGER_MS);
        }
        busyAtMs.values().removeIf(Map::isEmpty);
        return !before.equals(busyAtMs.keySet());
    }

    private void add(ForwardedListener listener, long nowMs) {
        TargetServers target = listener.target();
        if (target == null) {
            return;
        }
        for (int i = 0; i < target.size(); i++) {
            TargetServer server = target.server(i);
            if (server.resolved()) {
                var address = new Address(server.high(), server.low());
                var at = new Endpoint(address, listener.protocol(), server.port());
                busyAtMs.computeIfAbsent(at, _ -> new HashMap<>()).put(server.live(), nowMs);
            }
        }
    }

    /** Where replies come from. */
    Set<Endpoint> endpoints() {
        return Set.copyOf(busyAtMs.keySet());
    }
}
