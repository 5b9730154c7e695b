package dev.sluice.model;

import dev.sluice.model.shape.Field;
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
                    @Nullable String secretFile) {
        @SuppressWarnings("NullAway")
        public Sync {
            peers = peers == null ? List.of() : List.copyOf(peers);
        }
    }

    @Override
    public Kind kind() {
        return Kind.CLUSTER;
    }
}
