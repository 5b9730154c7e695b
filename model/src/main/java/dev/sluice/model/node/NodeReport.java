package dev.sluice.model.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node is doing. Totals only grow while the process lives; rates are made by whoever
 * compares two reports.
 *
 * @param takenAtMs wall clock, milliseconds since 1970
 * @param cluster of a director that has to do with others; null of any other node
 * @param offload of a director; null of any other node, and in what releases before say
 */
public record NodeReport(
        String node,
        String role,
        long revision,
        long takenAtMs,
        List<ListenerReport> listeners,
        List<ServerReport> servers,
        @Nullable ClusterReport cluster,
        @Nullable OffloadReport offload) {
    public NodeReport {
        listeners = List.copyOf(listeners);
        servers = List.copyOf(servers);
    }

    /** Of a node that is no director. */
    public NodeReport(
            String node,
            String role,
            long revision,
            long takenAtMs,
            List<ListenerReport> listeners,
            List<ServerReport> servers) {
        this(node, role, revision, takenAtMs, listeners, servers, null, null);
    }

    /**
     * One listener.
     *
     * @param listener the listener's id
     * @param requests http and https: requests answered; udp: sessions; tcp: connections
     */
    public record ListenerReport(
            String listener,
            long activeConnections,
            long connections,
            long requests,
            long bytesIn,
            long bytesOut) {}

    /**
     * One server of one group.
     *
     * @param group the {@link GroupConfig}'s id
     * @param endpoint {@link GroupConfig.ServerConfig#endpoint()}
     * @param health whether it gets new work
     * @param cause why it has that health, in words; null where there is nothing to say
     * @param sinceMs when the health last changed, wall clock; 0 if it never did
     */
    public record ServerReport(
            String group,
            String endpoint,
            Health health,
            @Nullable String cause,
            long sinceMs,
            long activeConnections,
            long requests) {}

    /** What probes say of a server. */
    public enum Health {
        /** Probed and well. */
        NORMAL,
        /** Probed and not well: gets no new work. */
        ABNORMAL,
        /** Not probed, or not probed yet: gets work. */
        UNAVAILABLE
    }
}
