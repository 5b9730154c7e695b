package dev.sluice.model;

import dev.sluice.model.shape.Field;

/** Sends clients of an http listener to an https one, keeping host, path and query. */
public record Redirect(
        @Field(doc = "Port of the https listener.", required = true, min = "1", max = "65535")
                int https,
        @Field(
                        doc = "Status of the answer: 301, 302, 303, 307 or 308.",
                        initial = "301",
                        min = "301",
                        max = "308")
                int code) {}
