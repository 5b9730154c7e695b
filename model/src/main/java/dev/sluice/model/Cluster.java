package dev.sluice.model;

import dev.sluice.model.shape.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the directors of an installation share. There is at most one; in a file it stands under
 * {@code cluster}.
 */
public record Cluster(
        @Field(
                        doc = "Name.",
                        initial = "cluster",
                        pattern = Names.PATTERN,
                        expected = Names.EXPECTED)
                String name,
        @Field(doc = "Account that owns it.", initial = "default", immutable = true) String account,
        @Field(doc = "Session synchronisation.") @Nullable Sync sync,
        @Field(
                        doc =
                                "What becomes of a client's packet of a connection that no director knows: its client is told by a reset, or the packet is dropped.",
                        initial = "reset")
                NoSessionMode noSession)
        implements Resource {

    /** How directors share their sessions: by multicast to a group, or to a list of peers. */
    public record Sync(
            @Field(
                            doc = "Multicast group.",
                            pattern = Names.ADDRESS_PATTERN,
                            expected = "a multicast address")
                    @Nullable String group,
            @Field(doc = "UDP and TCP port.", initial = "8850", min = "1", max = "65535") int port,
            @Field(
                            doc =
                                    "Interface the group is reached by; the first of the director's where absent.",
                            name = "interface",
                            pattern = "[!-.0-~]{1,15}",
                            expected = "an interface name")
                    @Nullable String via,
            @Field(
                            doc =
                                    "Addresses of the directors, in place of a group; a director passes over its own.",
                            pattern = Names.ADDRESS_PATTERN,
                            expected = "an IPv4 or IPv6 address")
                    List<String> peers,
            @Field(
                            doc =
                                    "File on each director, in its data folder or by its whole path, with the cluster's secret; a second line may hold the one before.")
                    @Nullable String secretFile,
            @Field(doc = "Groups of LVS directors that sessions are exchanged with, to move.")
                    List<Ipvs> ipvs) {
        @SuppressWarnings("NullAway")
        public Sync {
            peers = peers == null ? List.of() : List.copyOf(peers);
            ipvs = ipvs == null ? List.of() : List.copyOf(ipvs);
        }
    }

    /** LVS directors that sessions are exchanged with in their own words, which have no secret. */
    public record Ipvs(
            @Field(
                            doc = "Name.",
                            required = true,
                            pattern = Names.PATTERN,
                            expected = Names.EXPECTED)
                    String name,
            @Field(
                            doc = "Multicast group; 224.0.0.81 where there are no peers either.",
                            pattern = Names.ADDRESS_PATTERN,
                            expected = "a multicast address")
                    @Nullable String group,
            @Field(
                            doc = "Addresses of the LVS directors, in place of a group.",
                            pattern = Names.ADDRESS_PATTERN,
                            expected = "an IPv4 or IPv6 address")
                    List<String> peers,
            @Field(doc = "UDP port.", initial = "8848", min = "1", max = "65535") int port,
            @Field(
                            doc =
                                    "Interface the group is reached by; the first of the director's where absent.",
                            name = "interface",
                            pattern = "[!-.0-~]{1,15}",
                            expected = "an interface name")
                    @Nullable String via,
            @Field(
                            doc = "Their syncid; 0 takes messages of any.",
                            initial = "0",
                            min = "0",
                            max = "255")
                    int syncId,
            @Field(doc = "Whether they are told of sessions here.", initial = "true") boolean send,
            @Field(doc = "Whether sessions of theirs are taken.", initial = "true") boolean receive,
            @Field(
                            doc =
                                    "Time in which each session is told again, so that who joins them knows all after it.",
                            initial = "60s",
                            min = "1s",
                            max = "1h")
                    Duration refresh) {
        @SuppressWarnings("NullAway")
        public Ipvs {
            peers = peers == null ? List.of() : List.copyOf(peers);
        }
    }

    @Override
    public Kind kind() {
        return Kind.CLUSTER;
    }
}
