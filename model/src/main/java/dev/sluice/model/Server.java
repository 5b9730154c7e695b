package dev.sluice.model;

import dev.sluice.model.shape.Field;
import org.jspecify.annotations.Nullable;

/** A member of a server group. */
public record Server(
        @Field(
                        doc = "Address, or a name that is resolved and followed.",
                        required = true,
                        pattern = Names.HOST_PATTERN,
                        expected = "an address or a host name")
                String address,
        @Field(
                        doc = "Port; may be absent where the listener has a `backendPort`.",
                        min = "1",
                        max = "65535")
                @Nullable Integer port,
        @Field(doc = "Share of new work; 0 means none.", initial = "100", min = "0", max = "100")
                int weight) {}
