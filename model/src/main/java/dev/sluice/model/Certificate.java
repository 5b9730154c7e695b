package dev.sluice.model;

import dev.sluice.model.shape.Field;
import dev.sluice.model.unit.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A certificate chain, and for a server certificate its private key. The key is taken in and kept
 * apart: it is never part of a stored resource.
 */
public record Certificate(
        @Field(
                        doc = "Name, unique in the account.",
                        required = true,
                        pattern = Names.PATTERN,
                        expected = Names.EXPECTED)
                String name,
        @Field(doc = "Account that owns it.", initial = "default", immutable = true) String account,
        @Field(doc = "File with the chain, PEM, leaf first, beside the YAML file.", fileOnly = true)
                @Nullable String chainFile,
        @Field(
                        doc = "File with the private key, PEM, unencrypted, beside the YAML file.",
                        fileOnly = true)
                @Nullable String keyFile,
        @Field(doc = "The chain, PEM, leaf first.") @Nullable String chain,
        @Field(doc = "The private key, PEM, unencrypted.", writeOnly = true) @Nullable Secret key,
        @Field(
                        doc =
                                "Which stored key belongs to the chain: the digest of its public half. Set by Sluice.")
                @Nullable String keyId)
        implements Resource {
    @Override
    public Kind kind() {
        return Kind.CERTIFICATE;
    }
}
