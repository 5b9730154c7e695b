package dev.sluice.director.inspect;

import dev.sluice.model.node.ClusterReport;
import dev.sluice.model.node.OffloadReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a director goes by, at one moment, as people and programs read it.
 *
 * @param offload what of it the kernel forwards by itself
 * @param cluster its part among other directors; null where it has none
 */
public record Dump(
        String name,
        long revision,
        List<PortRow> ports,
        List<String> localAddresses,
        List<ListenerRow> listeners,
        List<ServerRow> servers,
        List<NeighbourRow> neighbours,
        List<WorkerRow> workers,
        List<DropRow> drops,
        OffloadReport offload,
        @Nullable ClusterReport cluster) {
    public Dump {
        ports = List.copyOf(ports);
        localAddresses = List.copyOf(localAddresses);
        listeners = List.copyOf(listeners);
        servers = List.copyOf(servers);
        neighbours = List.copyOf(neighbours);
        workers = List.copyOf(workers);
        drops = List.copyOf(drops);
    }

    /** An interface. */
    public record PortRow(
            int number,
            String name,
            int queues,
            int mtu,
            long framesIn,
            long framesOut,
            long bytesIn,
            long bytesOut) {}

    /**
     * A listener.
     *
     * @param open connections and UDP sessions
     * @param limits what is allowed, and used of it, in words; empty without limits
     * @param synProxy its mode, and whether it is on
     * @param halfOpen handshakes that {@code synProxy: auto} counts
     */
    public record ListenerRow(
            String name,
            String loadBalancer,
            String protocol,
            String address,
            int port,
            String method,
            String scheduler,
            String group,
            int open,
            String limits,
            String synProxy,
            int halfOpen) {}

    /**
     * A server of a group.
     *
     * @param address what its name resolves to; empty if nothing
     * @param standing whether it gets new work
     * @param sessions that it has
     */
    public record ServerRow(
            String group,
            String endpoint,
            String address,
            int weight,
            String standing,
            int sessions) {}

    /** Who frames are handed to; without MAC it does not answer. */
    public record NeighbourRow(int number, String address, int port, String mac) {}

    /**
     * A worker.
     *
     * @param evicted half-open sessions that gave way to others
     * @param offloaded that the kernel forwards by itself
     * @param places for those
     * @param withoutPlace how often there was none
     */
    public record WorkerRow(
            int number,
            int sessions,
            int halfOpen,
            long evicted,
            int capacity,
            long offloaded,
            int places,
            long withoutPlace) {}

    /** Frames that went no further, by the reason. */
    public record DropRow(String reason, String words, long frames) {}
}
