package dev.sluice.model;

import dev.sluice.model.shape.Field;

/**
 * The access log of a listener. A plain {@code on} or {@code off} in its place sets {@code
 * enabled}.
 */
public record AccessLog(
        @Field(doc = "Whether requests are logged.", initial = "true", shorthand = true)
                boolean enabled,
        @Field(
                        doc = "Share of requests that are logged.",
                        initial = "1.0",
                        min = "0.0",
                        max = "1.0")
                double sampling) {
    public static final AccessLog DEFAULT = new AccessLog(true, 1.0);
}
