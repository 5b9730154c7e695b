package dev.sluice.model;

import dev.sluice.model.shape.Field;
import org.jspecify.annotations.Nullable;

/**
 * TLS to the servers of a group. A plain {@code on} or {@code off} in its place sets {@code
 * enabled}.
 */
public record BackendTls(
        @Field(doc = "Whether TLS is spoken.", initial = "true", shorthand = true) boolean enabled,
        @Field(
                        doc = "Whether the server's certificate must be trusted and bear the name.",
                        initial = "true")
                boolean verify,
        @Field(
                        doc =
                                "Name sent as SNI and verified; by default the server's address as written.",
                        pattern = Names.HOST_PATTERN,
                        expected = "a host name")
                @Nullable String name,
        @Field(
                        doc = "Certificate of the authority to trust in place of the system's.",
                        refersTo = "certificate")
                @Nullable String ca,
        @Field(doc = "Certificate that Sluice shows to the servers.", refersTo = "certificate")
                @Nullable String certificate) {}
