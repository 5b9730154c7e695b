package dev.sluice.model;

import dev.sluice.model.shape.Field;
import org.jspecify.annotations.Nullable;

/** Which access list a listener asks, and what being on it means. Exactly one of the two is set. */
public record AccessRule(
        @Field(
                        doc =
                                "Only addresses on this list may connect; an empty list lets nobody in.",
                        refersTo = "accessList")
                @Nullable String allow,
        @Field(doc = "Addresses on this list may not connect.", refersTo = "accessList")
                @Nullable String deny) {}
