package dev.sluice.model;

import dev.sluice.model.shape.Field;
import dev.sluice.model.unit.BitRate;
import org.jspecify.annotations.Nullable;

/** A virtual address and what all its listeners share. */
public record LoadBalancer(
        @Field(
                        doc = "Name, unique in the account.",
                        required = true,
                        pattern = Names.PATTERN,
                        expected = Names.EXPECTED)
                String name,
        @Field(doc = "Account that owns it.", initial = "default", immutable = true) String account,
        @Field(
                        doc = "Virtual address, IPv4 or IPv6; in `up`, an address of this machine.",
                        required = true,
                        pattern = Names.ADDRESS_PATTERN,
                        expected = "an IPv4 or IPv6 address")
                String address,
        @Field(doc = "How directors reach the servers.", initial = "fullnat") Forwarding forwarding,
        @Field(
                        doc =
                                "How packets are wrapped where `forwarding` is tunnel: IP in IP, or UDP to port 6080.",
                        initial = "ipip")
                TunnelKind tunnel,
        @Field(
                        doc =
                                "Default server group of its listeners; they then need a `backendPort`.",
                        refersTo = "serverGroup")
                @Nullable String serverGroup,
        @Field(doc = "Bandwidth of all listeners together.", min = "1kbps", max = "1000Gbps")
                @Nullable BitRate bandwidth,
        @Field(doc = "Connections open at once over all listeners.", min = "1", max = "100000000")
                @Nullable Integer maxConnections,
        @Field(doc = "New connections a second over all listeners.", min = "1", max = "10000000")
                @Nullable Integer maxConnectionRate)
        implements Resource {
    @Override
    public Kind kind() {
        return Kind.LOAD_BALANCER;
    }
}
