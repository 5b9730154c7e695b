package dev.sluice.model.node;

import dev.sluice.model.NoSessionMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all directors share.
 *
 * @param number names the cluster among directors: whoever has another is not listened to
 * @param sync how directors tell each other of sessions; null if they do not
 * @param noSession what becomes of packets of connections that no director knows
 */
public record ClusterConfig(
        String id,
        long revision,
        String name,
        long number,
        @Nullable SyncConfig sync,
        NoSessionMode noSession)
        implements NodeResource {
    /** One that resets what no director knows. */
    public ClusterConfig(
            String id, long revision, String name, long number, @Nullable SyncConfig sync) {
        this(id, revision, name, number, sync, NoSessionMode.RESET);
    }

    @Override
    public String key() {
        return "cluster/" + id;
    }

    /**
     * Where directors meet. What they seal with does not travel; its file lies on each of them.
     *
     * @param group multicast group; null where there are peers
     * @param port of UDP and TCP
     * @param link interface of the group; null for the director's first
     * @param peers addresses of all directors; empty where there is a group
     * @param secretFile null if messages are not authenticated
     * @param ipvs LVS directors that sessions are exchanged with
     */
    public record SyncConfig(
            @Nullable String group,
            int port,
            @Nullable String link,
            List<String> peers,
            @Nullable String secretFile,
            List<IpvsConfig> ipvs) {
        @SuppressWarnings("NullAway") // absent in what releases before have kept
        public SyncConfig {
            peers = List.copyOf(peers);
            ipvs = ipvs == null ? List.of() : List.copyOf(ipvs);
        }

        /** Where there are no LVS directors. */
        public SyncConfig(
                @Nullable String group,
                int port,
                @Nullable String link,
                List<String> peers,
                @Nullable String secretFile) {
            this(group, port, link, peers, secretFile, List.of());
        }
    }

    /**
     * LVS directors that sessions are exchanged with.
     *
     * @param group multicast group; null where there are peers
     * @param peers their addresses; empty where there is a group
     * @param link interface of the group; null for the director's first
     * @param syncId theirs; with 0 messages of any are taken
     * @param sends whether they are told of sessions here
     * @param receives whether sessions of theirs are taken
     * @param refreshMs time in which each session is told again
     */
    public record IpvsConfig(
            String name,
            @Nullable String group,
            List<String> peers,
            int port,
            @Nullable String link,
            int syncId,
            boolean sends,
            boolean receives,
            long refreshMs) {
        /** How many there are, at most. */
        public static final int MOST = 8;

        public IpvsConfig {
            peers = List.copyOf(peers);
        }
    }
}
