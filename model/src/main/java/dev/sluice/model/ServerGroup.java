package dev.sluice.model;

import dev.sluice.model.shape.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Servers that do the same work. */
public record ServerGroup(
        @Field(
                        doc = "Name, unique in the account.",
                        required = true,
                        pattern = Names.PATTERN,
                        expected = Names.EXPECTED)
                String name,
        @Field(doc = "Account that owns it.", initial = "default", immutable = true) String account,
        @Field(doc = "How servers are probed; by default by tcp, for udp listeners by udp.")
                @Nullable HealthCheck healthCheck,
        @Field(doc = "TLS to the servers.") @Nullable BackendTls backendTls,
        @Field(doc = "When servers are ejected for what their answers show; by default never.")
                @Nullable PassiveHealth passiveHealth,
        @Field(
                        doc =
                                "How long a server that is new or back takes to get its whole share, beginning with a tenth.",
                        initial = "off",
                        min = "1s",
                        max = "3600s",
                        off = true)
                Duration slowStart,
        @Field(doc = "The servers.") List<Server> servers)
        implements Resource {

    @SuppressWarnings("NullAway") // the reader hands over null where a file says nothing
    public ServerGroup {
        servers = servers == null ? List.of() : List.copyOf(servers);
    }

    @Override
    public Kind kind() {
        return Kind.SERVER_GROUP;
    }
}
